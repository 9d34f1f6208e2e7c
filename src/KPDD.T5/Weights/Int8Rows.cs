using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace KPDD.T5;

/// <summary>Conversion between float32 rows and int8 rows with one scale each: the largest magnitude of a row becomes 127.</summary>
internal static class Int8Rows
{
    /// <summary>Quantizes a row.</summary>
    /// <param name="row">The values; used as working space.</param>
    /// <param name="target">Where the integers go.</param>
    /// <returns>What the integers are to be multiplied by.</returns>
    public static float Quantize(Span<float> row, Span<sbyte> target)
    {
        float largest = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(row));
        TensorPrimitives.Multiply(row, largest == 0 ? 0 : sbyte.MaxValue / largest, row);
        TensorPrimitives.Round<float>(row, row);
        TensorPrimitives.ConvertSaturating<float, sbyte>(row, target);
        return largest / sbyte.MaxValue;
    }

    /// <summary>Quantizes a matrix.</summary>
    /// <returns>The scales of its rows.</returns>
    public static float[] Quantize(ReadOnlySpan<float> values, int rows, Span<sbyte> target)
    {
        float[] scales = new float[rows];
        int length = rows == 0 ? 0 : values.Length / rows;
        float[] row = new float[length];
        for (int i = 0; i < rows && length > 0; i++)
        {
            values.Slice(i * length, length).CopyTo(row);
            scales[i] = Quantize(row, target.Slice(i * length, length));
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
}
