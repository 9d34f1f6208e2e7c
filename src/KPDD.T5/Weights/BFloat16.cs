namespace KPDD.T5;

/// <summary>Conversion between float32 and bfloat16, the upper 16 bits of a float32.</summary>
internal static class BFloat16
{
    public static void Widen(ReadOnlySpan<ushort> bits, Span<float> values)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            values[i] = BitConverter.UInt32BitsToSingle((uint)bits[i] << 16);
        }
    }

    public static void Narrow(ReadOnlySpan<float> values, Span<ushort> bits)
    {
        for (int i = 0; i < values.Length; i++)
        {
            bits[i] = Narrow(values[i]);
        }
    }

    private static ushort Narrow(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            // Rounding could carry a NaN's payload over into an infinity; set the quiet bit instead.
            return (ushort)((bits >> 16) | 0x40);
        }

        // Round to nearest, ties to even: add just under half, plus one when the kept part is odd.
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
