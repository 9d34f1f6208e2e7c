using System.Buffers;

namespace KPDD.T5.Cpu;

/// <summary>Rows of activations as int16, each with a scale of its own.</summary>
/// <remarks>
/// The range is as wide as it can be without a sum of products with int8 weights overflowing int32: 15 bits and sign up to 512 inputs, 13 at 2,048.
/// The arrays go back to the pool on disposal; a worker that still reads them then computes what nobody uses.
/// </remarks>
internal sealed class QuantizedRows : IDisposable
{
    private QuantizedRows(short[] values, float[] scales)
    {
        Values = values;
        Scales = scales;
    }

    /// <summary>The numbers <c>[rows, padded length]</c>.</summary>
    public short[] Values { get; }

    /// <summary>What a row's numbers are to be multiplied by.</summary>
    public float[] Scales { get; }

    /// <summary>Quantizes rows of <paramref name="length"/> numbers, padded with zeros to <paramref name="paddedLength"/>.</summary>
    public static unsafe QuantizedRows Create(float[] x, int rows, int length, int paddedLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, rows * length);
        var quantized = new QuantizedRows(ArrayPool<short>.Shared.Rent(rows * paddedLength), ArrayPool<float>.Shared.Rent(rows));
        float limit = Math.Min(short.MaxValue, int.MaxValue / (sbyte.MaxValue * length));
        fixed (float* source = x)
        fixed (short* target = quantized.Values)
        {
            for (int row = 0; row < rows; row++)
            {
                float* from = source + ((nint)row * length);
                float largest = RowKernels.LargestMagnitude(from, length);
                quantized.Scales[row] = largest / limit;
                RowKernels.Quantize(from, length, largest > 0 ? limit / largest : 0, target + ((nint)row * paddedLength));
                quantized.Values.AsSpan((row * paddedLength) + length, paddedLength - length).Clear();
            }
        }

        return quantized;
    }

    public void Dispose()
    {
        ArrayPool<short>.Shared.Return(Values);
        ArrayPool<float>.Shared.Return(Scales);
    }
}
