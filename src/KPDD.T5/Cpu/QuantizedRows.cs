using System.Buffers;
using System.Numerics.Tensors;

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
    public static QuantizedRows Create(float[] x, int rows, int length, int paddedLength)
    {
        var quantized = new QuantizedRows(ArrayPool<short>.Shared.Rent(rows * paddedLength), ArrayPool<float>.Shared.Rent(rows));
        float limit = Math.Min(short.MaxValue, int.MaxValue / (sbyte.MaxValue * length));
        float[] scaled = ArrayPool<float>.Shared.Rent(length);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = x.AsSpan(row * length, length);
            Span<short> target = quantized.Values.AsSpan(row * paddedLength, paddedLength);
            float largest = TensorPrimitives.MaxMagnitude(source);
            quantized.Scales[row] = MathF.Abs(largest) / limit;
            Round(source, largest == 0 ? 0 : limit / MathF.Abs(largest), scaled.AsSpan(0, length), target);
            target[length..].Clear();
        }

        ArrayPool<float>.Shared.Return(scaled);
        return quantized;
    }

    public void Dispose()
    {
        ArrayPool<short>.Shared.Return(Values);
        ArrayPool<float>.Shared.Return(Scales);
    }

    private static void Round(ReadOnlySpan<float> source, float factor, Span<float> scaled, Span<short> target)
    {
        TensorPrimitives.Multiply(source, factor, scaled);
        TensorPrimitives.Round(scaled, scaled);
        TensorPrimitives.ConvertSaturating(scaled, target[..scaled.Length]);
    }
}
