using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KPDD.T5;

/// <summary>Conversion between float32 rows and int8 rows with one scale each: the largest magnitude of a row becomes 127.</summary>
internal static class Int8Rows
{
    /// <summary>Quantizes a row.</summary>
    /// <param name="row">The values.</param>
    /// <param name="target">Where the integers go.</param>
    /// <returns>What the integers are to be multiplied by.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Quantize(ReadOnlySpan<float> row, Span<sbyte> target)
    {
        float largest = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(row));
        float factor = largest == 0 ? 0 : sbyte.MaxValue / largest;
        int step = Vector<float>.Count, i = 0;

        // The library converts floats to bytes one by one, which would be most of the time that loading a model takes.
        for (; i + (4 * step) <= row.Length; i += 4 * step)
        {
            Vector<short> low = Vector.Narrow(Integers(row, i, factor), Integers(row, i + step, factor));
            Vector<short> high = Vector.Narrow(Integers(row, i + (2 * step), factor), Integers(row, i + (3 * step), factor));
            Vector.Narrow(low, high).CopyTo(target[i..]);
        }

        for (; i < row.Length; i++)
        {
            target[i] = (sbyte)MathF.Round(row[i] * factor);
        }

        return largest / sbyte.MaxValue;
    }

    /// <summary>Quantizes a matrix.</summary>
    /// <returns>The scales of its rows.</returns>
    public static float[] Quantize(ReadOnlySpan<float> values, int rows, Span<sbyte> target)
    {
        float[] scales = new float[rows];
        int length = rows == 0 ? 0 : values.Length / rows;
        for (int i = 0; i < rows && length > 0; i++)
        {
            scales[i] = Quantize(values.Slice(i * length, length), target.Slice(i * length, length));
        }

        return scales;
    }

    /// <summary>Copies row number <paramref name="index"/> of a matrix: as it is stored in int8, or quantized.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="index">Number of the row.</param>
    /// <param name="row">Working space of a row's length.</param>
    /// <param name="target">Where the integers go.</param>
    /// <returns>The row's scale.</returns>
    public static float Copy(WeightTensor matrix, int index, Span<float> row, Span<sbyte> target)
    {
        int start = index * target.Length;
        if (matrix.Type == WeightType.Int8)
        {
            MemoryMarshal.Cast<byte, sbyte>(matrix.Data.Span.Slice(start, target.Length)).CopyTo(target);
            GC.KeepAlive(matrix);
            return matrix.RowScales.Span[index];
        }

        matrix.CopyTo(start, row);
        return Quantize(row, target);
    }

    /// <summary>Multiplies integers by the scales of their rows.</summary>
    /// <param name="integers">The integers, from number <paramref name="first"/> of the matrix on.</param>
    /// <param name="first">Number of the first one.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="scales">The scales of all rows.</param>
    /// <param name="destination">Where the products go.</param>
    public static void Widen(ReadOnlySpan<sbyte> integers, int first, int columns, ReadOnlySpan<float> scales, Span<float> destination)
    {
        TensorPrimitives.ConvertTruncating(integers, destination);
        for (int done = 0; done < integers.Length;)
        {
            int row = (first + done) / columns;
            int count = Math.Min(integers.Length - done, ((row + 1) * columns) - (first + done));
            Span<float> part = destination.Slice(done, count);
            TensorPrimitives.Multiply(part, scales[row], part);
            done += count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Integers(ReadOnlySpan<float> row, int start, float factor) =>
        Vector.ConvertToInt32(Vector.Round(new Vector<float>(row[start..]) * factor));
}
