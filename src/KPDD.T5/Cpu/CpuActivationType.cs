namespace KPDD.T5;

#pragma warning disable CA1720 // These are the formats' own names, not names of .NET types.

/// <summary>Number format in which <see cref="CpuT5Engine"/> rounds what it multiplies with int8 weights.</summary>
public enum CpuActivationType
{
    /// <summary>16-bit integers with one scale a row: rounding them changes next to nothing beside rounding the weights.</summary>
    Int16,

    /// <summary>
    /// 8-bit integers where rounding to them costs little beside rounding the weights, else 16-bit ones: ahead of query, key and value of self-attention, for T5 does not divide
    /// scores by the root of their width, and so multiplies errors; and ahead of the second layer of the feed-forward network (<c>wo</c>), whose inputs have outliers, Flan-T5's large ones.
    /// On processors with VNNI (AVX-VNNI, or on Linux AVX-512 VNNI) products of 8 bits take half the time when there are many rows (measured on an AMD EPYC); all others
    /// compute the same numbers at the speed of <see cref="Int16"/>.
    /// </summary>
    Mixed,

    /// <summary>8-bit integers but ahead of <c>wo</c>: the fastest where <see cref="Mixed"/> is faster than <see cref="Int16"/>, and the least exact.</summary>
    Int8,
}
