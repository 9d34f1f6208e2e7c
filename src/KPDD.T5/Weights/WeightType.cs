namespace KPDD.T5;

#pragma warning disable CA1720 // These are the formats' own names, not names of .NET types.

/// <summary>Number format of a stored weight tensor.</summary>
public enum WeightType
{
    /// <summary>32-bit IEEE floating point, <c>F32</c>.</summary>
    Float32,

    /// <summary>16-bit IEEE floating point, <c>F16</c>: half the size, magnitudes up to 65,504.</summary>
    Float16,

    /// <summary>The upper half of a 32-bit float, <c>BF16</c>: the range of float32 with 8 bits of precision.</summary>
    BFloat16,

    /// <summary>
    /// 8-bit integers, <c>I8</c>, for matrices: a row's numbers are multiplied by the row's own scale. A file keeps the scales of <c>NAME</c> in float32 as
    /// <c>NAME_scale</c>, one a row; in memory they are <see cref="WeightTensor.RowScales"/>.
    /// </summary>
    Int8,
}

/// <summary>How a <see cref="WeightType"/> is written in a safetensors file.</summary>
internal static class WeightTypeNames
{
    public static string FileName(this WeightType type) => type switch
    {
        WeightType.Float32 => "F32",
        WeightType.Float16 => "F16",
        WeightType.BFloat16 => "BF16",
        WeightType.Int8 => "I8",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a weight type."),
    };

    public static int ElementSize(this WeightType type) => type switch
    {
        WeightType.Float32 => 4,
        WeightType.Int8 => 1,
        _ => 2,
    };

    public static WeightType? Parse(string? fileName) => fileName switch
    {
        "F32" => WeightType.Float32,
        "F16" => WeightType.Float16,
        "BF16" => WeightType.BFloat16,
        "I8" => WeightType.Int8,
        _ => null,
    };
}
