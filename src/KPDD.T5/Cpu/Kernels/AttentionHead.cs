using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KPDD.T5.Cpu;

/// <summary>Attention of one query in one head.</summary>
internal static unsafe class AttentionHead
{
    /// <summary>Numbers of a cache line.</summary>
    private const int Line = 16;

    /// <summary>Numbers ahead of the keys in use that are fetched.</summary>
    private const int Ahead = 512;

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

    private static void Score(float* query, float* keys, int count, int width, float* scores)
    {
        if (Lanes512.AreFast)
        {
            Score<Lanes512, Vector512<float>>(query, keys, count, width, scores);
        }
        else
        {
            Score<Lanes, Vector<float>>(query, keys, count, width, scores);
        }
    }

    // Keys are read in the order they lie in, for many rows of a batch stay in no cache; four sums hide the latency of the multiplication.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score<TLanes, TVector>(float* query, float* keys, int count, int width, float* scores)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        int step = TLanes.Count;
        for (int key = 0; key < count; key += step)
        {
            TVector a = default, b = default, c = default, d = default;
            nint k = 0;
            for (; k + 4 <= width; k += 4)
            {
                for (int line = 0; line < 4 * step; line += Line)
                {
                    Prefetch.Line(keys + line + Ahead);
                }

                a = TLanes.MultiplyAdd(TLanes.Create(query[k]), TLanes.Load(keys), a);
                b = TLanes.MultiplyAdd(TLanes.Create(query[k + 1]), TLanes.Load(keys + step), b);
                c = TLanes.MultiplyAdd(TLanes.Create(query[k + 2]), TLanes.Load(keys + (2 * step)), c);
                d = TLanes.MultiplyAdd(TLanes.Create(query[k + 3]), TLanes.Load(keys + (3 * step)), d);
                keys += 4 * step;
            }

            for (; k < width; k++, keys += step)
            {
                a = TLanes.MultiplyAdd(TLanes.Create(query[k]), TLanes.Load(keys), a);
            }

            TLanes.Store(TLanes.Add(TLanes.Add(a, c), TLanes.Add(b, d)), scores + key);
        }
    }

    private static void AddWeighted(float* weights, float* values, int count, int width, float* output)
    {
        if (Lanes512.AreFast)
        {
            AddWeighted<Lanes512, Vector512<float>>(weights, values, count, width, output);
        }
        else
        {
            AddWeighted<Lanes, Vector<float>>(weights, values, count, width, output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWeighted<TLanes, TVector>(float* weights, float* values, int count, int width, float* output)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        int step = TLanes.Count;
        int column = 0;
        for (; column + (4 * step) <= width; column += 4 * step)
        {
            float* y = output + column;
            TVector a = TLanes.Load(y), b = TLanes.Load(y + step), c = TLanes.Load(y + (2 * step)), d = TLanes.Load(y + (3 * step));
            float* value = values + column;
            for (int i = 0; i < count; i++, value += width)
            {
                TVector weight = TLanes.Create(weights[i]);
                a = TLanes.MultiplyAdd(weight, TLanes.Load(value), a);
                b = TLanes.MultiplyAdd(weight, TLanes.Load(value + step), b);
                c = TLanes.MultiplyAdd(weight, TLanes.Load(value + (2 * step)), c);
                d = TLanes.MultiplyAdd(weight, TLanes.Load(value + (3 * step)), d);
            }

            TLanes.Store(a, y);
            TLanes.Store(b, y + step);
            TLanes.Store(c, y + (2 * step));
            TLanes.Store(d, y + (3 * step));
        }

        for (; column + step <= width; column += step)
        {
            TVector sum = TLanes.Load(output + column);
            for (int i = 0; i < count; i++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Create(weights[i]), TLanes.Load(values + ((nint)i * width) + column), sum);
            }

            TLanes.Store(sum, output + column);
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
