namespace KPDD.T5.Cpu;

/// <summary>How far quantized activations reach: what the largest magnitude of a row becomes.</summary>
/// <param name="Signed">In a row that has negative numbers.</param>
/// <param name="Unsigned">In a row that has none.</param>
internal readonly record struct ActivationRange(int Signed, int Unsigned)
{
    /// <summary>Eight bits: with the sign, or without it.</summary>
    public static ActivationRange Int8 => new(sbyte.MaxValue, byte.MaxValue);

    /// <summary>
    /// As wide as 16 bits can be without a sum of products with int8 weights overflowing int32: 15 bits and sign up to 512 inputs, 13 at 2,048.
    /// </summary>
    /// <param name="inputs">Products of a sum.</param>
    public static ActivationRange Int16(int inputs)
    {
        int limit = Math.Min(short.MaxValue, int.MaxValue / (sbyte.MaxValue * inputs));
        return new ActivationRange(limit, limit);
    }
}
