using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KPDD.T5.Cpu;

/// <summary>Attention of one query in one head.</summary>
internal static unsafe class AttentionHead
{
    /// <summary>Bytes of a cache line.</summary>
    private const int Line = 64;

    /// <summary>Bytes ahead of the keys or values in use that are fetched.</summary>
    private const int Ahead = 2048;

    /// <summary>Averages values by the softmax of query · key (+ bias); T5 does not scale the product.</summary>
    /// <param name="query">The query; its length is the head's width.</param>
    /// <param name="cache">Keys and values.</param>
    /// <param name="head">The head.</param>
    /// <param name="bias">One number a key, or empty for none.</param>
    /// <param name="scores">Working space: <see cref="HeadCache.RoundUp"/> of the number of keys.</param>
    /// <param name="output">Receives the average; as long as the query.</param>
    public static void Attend(ReadOnlySpan<float> query, HeadCache cache, int head, ReadOnlySpan<float> bias, Span<float> scores, Span<float> output)
    {
        if (cache.Format.Int16)
        {
            Attend<short>(query, cache, head, bias, scores, output);
        }
        else
        {
            Attend<float>(query, cache, head, bias, scores, output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Attend<T>(ReadOnlySpan<float> query, HeadCache cache, int head, ReadOnlySpan<float> bias, Span<float> scores, Span<float> output)
        where T : unmanaged
    {
        int pages = (cache.Count + cache.Capacity - 1) / cache.Capacity;
        fixed (float* q = query, s = scores, distances = bias, y = output)
        {
            for (int page = 0; page < pages; page++)
            {
                int first = page * cache.Capacity, count = cache.CountOf(page);
                fixed (T* keys = cache.Keys<T>(head, page))
                {
                    Score(q, keys, count, query.Length, s + first);
                }

                if (cache.Format.Int16)
                {
                    fixed (float* scales = cache.KeyScales(head, page))
                    {
                        RowKernels.Multiply(scales, s + first, count);
                    }
                }
            }

            RowKernels.Softmax(s, distances, cache.Count);
            output.Clear();
            for (int page = 0; page < pages; page++)
            {
                int first = page * cache.Capacity, count = cache.CountOf(page);
                if (cache.Format.Int16)
                {
                    fixed (float* scales = cache.ValueScales(head, page))
                    {
                        RowKernels.Multiply(scales, s + first, count);
                    }
                }

                fixed (T* values = cache.Values<T>(head, page))
                {
                    AddWeighted(s + first, values, count, query.Length, y);
                }
            }
        }
    }

    private static void Score<T>(float* query, T* keys, int count, int width, float* scores)
        where T : unmanaged
    {
        if (Lanes512.AreFast)
        {
            Score<Lanes512, Vector512<float>, T>(query, keys, count, width, scores);
        }
        else
        {
            Score<Lanes, Vector<float>, T>(query, keys, count, width, scores);
        }
    }

    // Keys are read in the order they lie in, for those of many rows stay in no cache; four sums hide the latency of the multiplication.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score<TLanes, TVector, T>(float* query, T* keys, int count, int width, float* scores)
        where TLanes : ILanes<TVector>
        where TVector : struct
        where T : unmanaged
    {
        int step = TLanes.Count;
        for (int key = 0; key < count; key += step)
        {
            TVector a = default, b = default, c = default, d = default;
            nint k = 0;
            for (; k + 4 <= width; k += 4)
            {
                FetchAhead(keys, 4 * step);

                a = TLanes.MultiplyAdd(TLanes.Create(query[k]), Load<TLanes, TVector, T>(keys), a);
                b = TLanes.MultiplyAdd(TLanes.Create(query[k + 1]), Load<TLanes, TVector, T>(keys + step), b);
                c = TLanes.MultiplyAdd(TLanes.Create(query[k + 2]), Load<TLanes, TVector, T>(keys + (2 * step)), c);
                d = TLanes.MultiplyAdd(TLanes.Create(query[k + 3]), Load<TLanes, TVector, T>(keys + (3 * step)), d);
                keys += 4 * step;
            }

            for (; k < width; k++, keys += step)
            {
                a = TLanes.MultiplyAdd(TLanes.Create(query[k]), Load<TLanes, TVector, T>(keys), a);
            }

            TLanes.Store(TLanes.Add(TLanes.Add(a, c), TLanes.Add(b, d)), scores + key);
        }
    }

    private static void AddWeighted<T>(float* weights, T* values, int count, int width, float* output)
        where T : unmanaged
    {
        if (Lanes512.AreFast)
        {
            AddWeighted<Lanes512, Vector512<float>, T>(weights, values, count, width, output);
        }
        else
        {
            AddWeighted<Lanes, Vector<float>, T>(weights, values, count, width, output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWeighted<TLanes, TVector, T>(float* weights, T* values, int count, int width, float* output)
        where TLanes : ILanes<TVector>
        where TVector : struct
        where T : unmanaged
    {
        int step = TLanes.Count;
        int column = 0;
        for (; column + (4 * step) <= width; column += 4 * step)
        {
            float* y = output + column;
            TVector a = TLanes.Load(y), b = TLanes.Load(y + step), c = TLanes.Load(y + (2 * step)), d = TLanes.Load(y + (3 * step));
            T* value = values + column;
            for (int i = 0; i < count; i++, value += width)
            {
                FetchAhead(value, 4 * step);
                TVector weight = TLanes.Create(weights[i]);
                a = TLanes.MultiplyAdd(weight, Load<TLanes, TVector, T>(value), a);
                b = TLanes.MultiplyAdd(weight, Load<TLanes, TVector, T>(value + step), b);
                c = TLanes.MultiplyAdd(weight, Load<TLanes, TVector, T>(value + (2 * step)), c);
                d = TLanes.MultiplyAdd(weight, Load<TLanes, TVector, T>(value + (3 * step)), d);
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
                sum = TLanes.MultiplyAdd(TLanes.Create(weights[i]), Load<TLanes, TVector, T>(values + ((nint)i * width) + column), sum);
            }

            TLanes.Store(sum, output + column);
        }

        for (; column < width; column++)
        {
            for (int i = 0; i < count; i++)
            {
                T* value = values + ((nint)i * width) + column;
                output[column] += weights[i] * (typeof(T) == typeof(short) ? *(short*)value : *(float*)value);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FetchAhead<T>(T* numbers, int count)
        where T : unmanaged
    {
        for (int line = 0; line < count * sizeof(T); line += Line)
        {
            Prefetch.Line((byte*)numbers + line + Ahead);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TLanes, TVector, T>(T* numbers)
        where TLanes : ILanes<TVector>
        where TVector : struct
        where T : unmanaged =>
        typeof(T) == typeof(short) ? TLanes.Load((short*)numbers) : TLanes.Load((float*)numbers);
}
