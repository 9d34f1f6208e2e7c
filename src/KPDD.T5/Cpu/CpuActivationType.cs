namespace KPDD.T5;

#pragma warning disable CA1720 // These are the formats' own names, not names of .NET types.

/// <summary>Number format in which <see cref="CpuT5Engine"/> rounds what it multiplies with int8 weights.</summary>
public enum CpuActivationType
{
    /// <summary>16-bit integers with one scale a row: rounding them changes next to nothing beside rounding the weights.</summary>
    Int16,

    /// <summary>
    /// 8-bit integers with one scale a row, as ONNX Runtime's dynamic quantization has them: less exact. On processors with VNNI (AVX-VNNI, or on Linux AVX-512 VNNI) products
    /// of many rows take half the time (measured on an AMD EPYC); all others compute the same numbers at the speed of <see cref="Int16"/>.
    /// </summary>
    Int8,
}
