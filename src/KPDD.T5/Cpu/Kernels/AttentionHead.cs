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
            Score(q, k, scores.Length, width, s);
            Softmax(scores, bias);
            Average(s, v, scores.Length, width, y);
        }
    }

    /// <summary>Turns scores (+ bias, unless it is empty) into weights that sum to 1.</summary>
    public static void Softmax(Span<float> scores, ReadOnlySpan<float> bias)
    {
        if (!bias.IsEmpty)
        {
            TensorPrimitives.Add(scores, bias, scores);
        }

        // Subtracting the maximum keeps exp finite; the largest weight becomes 1, so the sum is at least 1.
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        TensorPrimitives.Exp<float>(scores, scores);
        TensorPrimitives.Multiply(scores, 1 / TensorPrimitives.Sum<float>(scores), scores);
    }

    // Four keys at a time: their sums hide the latency of the multiplication.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score(float* query, float* keys, int count, int width, float* scores)
    {
        int end = width - (width % Vector<float>.Count);
        int key = 0;
        for (; key + 4 <= count; key += 4)
        {
            float* a = keys + ((nint)key * width), b = a + width, c = b + width, d = c + width;
            Vector<float> sumA = default, sumB = default, sumC = default, sumD = default;
            for (int k = 0; k < end; k += Vector<float>.Count)
            {
                Vector<float> value = Vector.Load(query + k);
                sumA = Vector.FusedMultiplyAdd(value, Vector.Load(a + k), sumA);
                sumB = Vector.FusedMultiplyAdd(value, Vector.Load(b + k), sumB);
                sumC = Vector.FusedMultiplyAdd(value, Vector.Load(c + k), sumC);
                sumD = Vector.FusedMultiplyAdd(value, Vector.Load(d + k), sumD);
            }

            scores[key] = Total(sumA, query, a, end, width);
            scores[key + 1] = Total(sumB, query, b, end, width);
            scores[key + 2] = Total(sumC, query, c, end, width);
            scores[key + 3] = Total(sumD, query, d, end, width);
        }

        for (; key < count; key++)
        {
            float* a = keys + ((nint)key * width);
            Vector<float> sum = default;
            for (int k = 0; k < end; k += Vector<float>.Count)
            {
                sum = Vector.FusedMultiplyAdd(Vector.Load(query + k), Vector.Load(a + k), sum);
            }

            scores[key] = Total(sum, query, a, end, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Total(Vector<float> sum, float* query, float* key, int end, int width)
    {
        float total = Vector.Sum(sum);
        for (int k = end; k < width; k++)
        {
            total += query[k] * key[k];
        }

        return total;
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
