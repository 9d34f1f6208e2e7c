using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>Attention of one query in one head.</summary>
internal static unsafe class AttentionHead
{
    /// <summary>Averages values by the softmax of query · key (+ bias); T5 does not scale the product.</summary>
    /// <param name="query">The query; its length is the head's width.</param>
    /// <param name="keys">The keys of this head, end to end.</param>
    /// <param name="values">The values of this head, end to end.</param>
    /// <param name="bias">One number a key, or empty for none.</param>
    /// <param name="scores">Working space; its length is the number of keys.</param>
    /// <param name="output">Receives the average; as long as the query.</param>
    public static void Attend(
        ReadOnlySpan<float> query, ReadOnlySpan<float> keys, ReadOnlySpan<float> values, ReadOnlySpan<float> bias, Span<float> scores, Span<float> output)
    {
        int width = query.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(keys.Length, values.Length), scores.Length * width);
        fixed (float* q = query, k = keys, v = values, s = scores, y = output)
        {
            BlockedProduct.Multiply<float, float, Float32Dot>(q, 1, k, scores.Length, width, s, scores.Length);
            if (!bias.IsEmpty)
            {
                TensorPrimitives.Add(scores, bias, scores);
            }

            // Subtracting the maximum keeps exp finite; the largest weight becomes 1, so the sum is at least 1.
            TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
            TensorPrimitives.Exp<float>(scores, scores);
            TensorPrimitives.Multiply(scores, 1 / TensorPrimitives.Sum<float>(scores), scores);
            Average(s, v, scores.Length, width, y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Average(float* weights, float* values, int count, int width, float* output)
    {
        int step = Vector<float>.Count;
        int column = 0;
        for (; column + (4 * step) <= width; column += 4 * step)
        {
            Vector<float> a = default, b = default, c = default, d = default;
            float* value = values + column;
            for (int i = 0; i < count; i++, value += width)
            {
                var weight = new Vector<float>(weights[i]);
                a = Vector.FusedMultiplyAdd(weight, Vector.Load(value), a);
                b = Vector.FusedMultiplyAdd(weight, Vector.Load(value + step), b);
                c = Vector.FusedMultiplyAdd(weight, Vector.Load(value + (2 * step)), c);
                d = Vector.FusedMultiplyAdd(weight, Vector.Load(value + (3 * step)), d);
            }

            a.Store(output + column);
            b.Store(output + column + step);
            c.Store(output + column + (2 * step));
            d.Store(output + column + (3 * step));
        }

        for (; column < width; column++)
        {
            float sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += weights[i] * values[((nint)i * width) + column];
            }

            output[column] = sum;
        }
    }
}
