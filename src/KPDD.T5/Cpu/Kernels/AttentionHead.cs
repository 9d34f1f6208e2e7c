using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>Attention of one query in one head.</summary>
internal static unsafe class AttentionHead
{
    /// <summary>Averages values by the softmax of query · key (+ bias); T5 does not scale the product.</summary>
    /// <param name="query">The query; its length is the head's width.</param>
    /// <param name="cache">Keys and values.</param>
    /// <param name="head">The head.</param>
    /// <param name="bias">One number a key, or empty for none.</param>
    /// <param name="scores">Working space: <see cref="HeadCache.RoundUp"/> of the number of keys.</param>
    /// <param name="output">Receives the average; as long as the query.</param>
    public static void Attend(ReadOnlySpan<float> query, HeadCache cache, int head, ReadOnlySpan<float> bias, Span<float> scores, Span<float> output)
    {
        int pages = (cache.Count + cache.Capacity - 1) / cache.Capacity;
        fixed (float* q = query, s = scores, y = output)
        {
            for (int page = 0; page < pages; page++)
            {
                fixed (float* keys = cache.Keys(head, page))
                {
                    Score(q, keys, cache.CountOf(page), query.Length, s + (page * cache.Capacity));
                }
            }

            Softmax(scores[..cache.Count], bias);
            output.Clear();
            for (int page = 0; page < pages; page++)
            {
                fixed (float* values = cache.Values(head, page))
                {
                    AddWeighted(s + (page * cache.Capacity), values, cache.CountOf(page), query.Length, y);
                }
            }
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

    // Four blocks of keys at a time: their sums hide the latency of the multiplication.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score(float* query, float* keys, int count, int width, float* scores)
    {
        int step = Vector<float>.Count;
        int size = step * width;
        int key = 0;
        for (; key + (4 * step) <= count; key += 4 * step)
        {
            float* a = keys + ((nint)key * width), b = a + size, c = b + size, d = c + size;
            Vector<float> sumA = default, sumB = default, sumC = default, sumD = default;
            for (nint k = 0; k < width; k++)
            {
                var value = new Vector<float>(query[k]);
                sumA = Vector.FusedMultiplyAdd(value, Vector.Load(a + (k * step)), sumA);
                sumB = Vector.FusedMultiplyAdd(value, Vector.Load(b + (k * step)), sumB);
                sumC = Vector.FusedMultiplyAdd(value, Vector.Load(c + (k * step)), sumC);
                sumD = Vector.FusedMultiplyAdd(value, Vector.Load(d + (k * step)), sumD);
            }

            sumA.Store(scores + key);
            sumB.Store(scores + key + step);
            sumC.Store(scores + key + (2 * step));
            sumD.Store(scores + key + (3 * step));
        }

        for (; key < count; key += step)
        {
            float* block = keys + ((nint)key * width);
            Vector<float> sum = default;
            for (nint k = 0; k < width; k++)
            {
                sum = Vector.FusedMultiplyAdd(new Vector<float>(query[k]), Vector.Load(block + (k * step)), sum);
            }

            sum.Store(scores + key);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWeighted(float* weights, float* values, int count, int width, float* output)
    {
        int step = Vector<float>.Count;
        int column = 0;
        for (; column + (4 * step) <= width; column += 4 * step)
        {
            float* y = output + column;
            Vector<float> a = Vector.Load(y), b = Vector.Load(y + step), c = Vector.Load(y + (2 * step)), d = Vector.Load(y + (3 * step));
            float* value = values + column;
            for (int i = 0; i < count; i++, value += width)
            {
                var weight = new Vector<float>(weights[i]);
                a = Vector.FusedMultiplyAdd(weight, Vector.Load(value), a);
                b = Vector.FusedMultiplyAdd(weight, Vector.Load(value + step), b);
                c = Vector.FusedMultiplyAdd(weight, Vector.Load(value + (2 * step)), c);
                d = Vector.FusedMultiplyAdd(weight, Vector.Load(value + (3 * step)), d);
            }

            a.Store(y);
            b.Store(y + step);
            c.Store(y + (2 * step));
            d.Store(y + (3 * step));
        }

        for (; column < width; column++)
        {
            for (int i = 0; i < count; i++)
            {
                output[column] += weights[i] * values[((nint)i * width) + column];
            }
        }
    }
}
