namespace KPDD.T5;

#pragma warning disable CA1720 // These are the formats' own names, not names of .NET types.

/// <summary>Number format in which <see cref="CpuT5Engine"/> keeps the large matrices of a model.</summary>
public enum CpuWeightType
{
    /// <summary>32-bit floating point: the model as it was trained. Weights stored in int8 are widened.</summary>
    Float32,

    /// <summary>
    /// 8-bit integers with one scale a row, quantized when the model is loaded unless they are stored so; keys and values are 16-bit,
    /// activations as <see cref="CpuEngineOptions.ActivationType"/> says. A quarter of the memory, and faster.
    /// </summary>
    Int8,
}
