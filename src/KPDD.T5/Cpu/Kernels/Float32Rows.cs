using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KPDD.T5.Cpu;

/// <summary>Products of rows with weights that lie row by row in float32, as a file stores them: a sum for each lane of a vector, then the lanes' sum.</summary>
/// <remarks>
/// Nothing is put in order first: with few rows that would cost more than the multiplication. Every output is summed in one order, so that its bits depend
/// neither on the rows beside it nor on the outputs beside it.
/// </remarks>
internal static unsafe class Float32Rows
{
    /// <summary>Outputs whose weights are read at once.</summary>
    public const int Outputs = 4;

    /// <summary>Inputs after which lanes are summed: rows of so many stay in the first cache while their outputs are computed.</summary>
    private const int Length = 1024;

    /// <summary>Products of rows with the weights of up to <see cref="Outputs"/> outputs.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="weights">The first output's weights.</param>
    /// <param name="inputs">Numbers of a row of weights; the next row follows it.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="y">The first row's outputs.</param>
    /// <param name="outputStride">Numbers from one row's outputs to the next.</param>
    public static void Multiply(float* x, int stride, int rows, float* weights, int inputs, int outputs, float* y, int outputStride)
    {
        if (Lanes512.AreFast)
        {
            Multiply<Lanes512, Vector512<float>>(x, stride, rows, weights, inputs, outputs, y, outputStride);
        }
        else
        {
            Multiply<Lanes, Vector<float>>(x, stride, rows, weights, inputs, outputs, y, outputStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TLanes, TVector>(float* x, int stride, int rows, float* weights, int inputs, int outputs, float* y, int outputStride)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        for (int k = 0; k < inputs; k += Length)
        {
            int length = Math.Min(Length, inputs - k);

            // What comes next: more of the same outputs, or the first of the following.
            nint ahead = k + length < inputs ? length : ((nint)Outputs * inputs) - k;
            float* w = weights + k;
            int row = 0;

            // Sixteen sums and what feeds them fit into thirty-two registers, twelve into sixteen. Each group of rows fetches a part of what comes next, of each output
            // the same columns: all of it at once would keep the first of them waiting and memory idle during the others.
            int together = Lanes512.AreFast ? 4 : 3;
            int groups = Math.Max(rows / together, 1), share = (length + groups - 1) / groups;
            for (; row + together <= rows; row += together)
            {
                float* next = w + ahead + ((nint)(row / together) * share);
                float* first = x + k + ((nint)row * stride), target = y + ((nint)row * outputStride);
                if (Lanes512.AreFast)
                {
                    FourRows<TLanes, TVector>(first, stride, w, inputs, outputs, length, next, share, k > 0, target, outputStride);
                }
                else
                {
                    ThreeRows<TLanes, TVector>(first, stride, w, inputs, outputs, length, next, share, k > 0, target, outputStride);
                }
            }

            // Where there were more rows, what comes next is on its way by now: these fetch what they read anyway.
            nint further = row > 0 ? 0 : ahead;
            for (; row + 2 <= rows; row += 2)
            {
                TwoRows<TLanes, TVector>(x + k + ((nint)row * stride), stride, w, inputs, outputs, length, further, k > 0, y + ((nint)row * outputStride), outputStride);
            }

            if (row < rows)
            {
                OneRow<TLanes, TVector>(x + k + ((nint)row * stride), w, inputs, outputs, length, further, k > 0, y + ((nint)row * outputStride));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<TLanes, TVector>(float* x, int stride, float* w, int inputs, int outputs, int length, float* next, int share, bool add, float* y, int outputStride)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        float* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride;
        float* w1 = Row(w, inputs, 1, outputs), w2 = Row(w, inputs, 2, outputs), w3 = Row(w, inputs, 3, outputs);
        TVector a0 = default, b0 = default, c0 = default, d0 = default;
        TVector a1 = default, b1 = default, c1 = default, d1 = default;
        TVector a2 = default, b2 = default, c2 = default, d2 = default;
        TVector a3 = default, b3 = default, c3 = default, d3 = default;
        int end = length - (length % TLanes.Count);
        nint advance = Advance<TLanes, TVector>(share, length), k = 0;
        for (int output = 1; output <= Outputs; output++, next += inputs)
        {
            nint to = output < Outputs ? end * output / Outputs / TLanes.Count * TLanes.Count : end;
            for (float* fetched = next; k < to; k += TLanes.Count, fetched += advance)
            {
                Prefetch.Line(fetched);
                Prefetch.Line(fetched + (advance / 2));
                TVector u = TLanes.Load(w + k), u1 = TLanes.Load(w1 + k), u2 = TLanes.Load(w2 + k), u3 = TLanes.Load(w3 + k);
                TVector value = TLanes.Load(x + k);
                a0 = TLanes.MultiplyAdd(value, u, a0);
                b0 = TLanes.MultiplyAdd(value, u1, b0);
                c0 = TLanes.MultiplyAdd(value, u2, c0);
                d0 = TLanes.MultiplyAdd(value, u3, d0);
                value = TLanes.Load(x1 + k);
                a1 = TLanes.MultiplyAdd(value, u, a1);
                b1 = TLanes.MultiplyAdd(value, u1, b1);
                c1 = TLanes.MultiplyAdd(value, u2, c1);
                d1 = TLanes.MultiplyAdd(value, u3, d1);
                value = TLanes.Load(x2 + k);
                a2 = TLanes.MultiplyAdd(value, u, a2);
                b2 = TLanes.MultiplyAdd(value, u1, b2);
                c2 = TLanes.MultiplyAdd(value, u2, c2);
                d2 = TLanes.MultiplyAdd(value, u3, d2);
                value = TLanes.Load(x3 + k);
                a3 = TLanes.MultiplyAdd(value, u, a3);
                b3 = TLanes.MultiplyAdd(value, u1, b3);
                c3 = TLanes.MultiplyAdd(value, u2, c3);
                d3 = TLanes.MultiplyAdd(value, u3, d3);
            }
        }

        Store(TLanes.Sums(a0, b0, c0, d0), x, w, inputs, outputs, end, length, add, y);
        Store(TLanes.Sums(a1, b1, c1, d1), x1, w, inputs, outputs, end, length, add, y + outputStride);
        Store(TLanes.Sums(a2, b2, c2, d2), x2, w, inputs, outputs, end, length, add, y + (2 * (nint)outputStride));
        Store(TLanes.Sums(a3, b3, c3, d3), x3, w, inputs, outputs, end, length, add, y + (3 * (nint)outputStride));
    }

    // The rows' numbers stay in registers here, and each output's weights pass.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ThreeRows<TLanes, TVector>(float* x, int stride, float* w, int inputs, int outputs, int length, float* next, int share, bool add, float* y, int outputStride)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        float* x1 = x + stride, x2 = x1 + stride;
        float* w1 = Row(w, inputs, 1, outputs), w2 = Row(w, inputs, 2, outputs), w3 = Row(w, inputs, 3, outputs);
        TVector a0 = default, b0 = default, c0 = default, d0 = default;
        TVector a1 = default, b1 = default, c1 = default, d1 = default;
        TVector a2 = default, b2 = default, c2 = default, d2 = default;
        int end = length - (length % TLanes.Count);
        nint advance = Advance<TLanes, TVector>(share, length), k = 0;
        for (int output = 1; output <= Outputs; output++, next += inputs)
        {
            nint to = output < Outputs ? end * output / Outputs / TLanes.Count * TLanes.Count : end;
            for (float* fetched = next; k < to; k += TLanes.Count, fetched += advance)
            {
                Prefetch.Line(fetched);
                Prefetch.Line(fetched + (advance / 2));
                TVector v = TLanes.Load(x + k), v1 = TLanes.Load(x1 + k), v2 = TLanes.Load(x2 + k);
                TVector weights = TLanes.Load(w + k);
                a0 = TLanes.MultiplyAdd(v, weights, a0);
                a1 = TLanes.MultiplyAdd(v1, weights, a1);
                a2 = TLanes.MultiplyAdd(v2, weights, a2);
                weights = TLanes.Load(w1 + k);
                b0 = TLanes.MultiplyAdd(v, weights, b0);
                b1 = TLanes.MultiplyAdd(v1, weights, b1);
                b2 = TLanes.MultiplyAdd(v2, weights, b2);
                weights = TLanes.Load(w2 + k);
                c0 = TLanes.MultiplyAdd(v, weights, c0);
                c1 = TLanes.MultiplyAdd(v1, weights, c1);
                c2 = TLanes.MultiplyAdd(v2, weights, c2);
                weights = TLanes.Load(w3 + k);
                d0 = TLanes.MultiplyAdd(v, weights, d0);
                d1 = TLanes.MultiplyAdd(v1, weights, d1);
                d2 = TLanes.MultiplyAdd(v2, weights, d2);
            }
        }

        Store(TLanes.Sums(a0, b0, c0, d0), x, w, inputs, outputs, end, length, add, y);
        Store(TLanes.Sums(a1, b1, c1, d1), x1, w, inputs, outputs, end, length, add, y + outputStride);
        Store(TLanes.Sums(a2, b2, c2, d2), x2, w, inputs, outputs, end, length, add, y + (2 * (nint)outputStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoRows<TLanes, TVector>(float* x, int stride, float* w, int inputs, int outputs, int length, nint ahead, bool add, float* y, int outputStride)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        float* x1 = x + stride;
        float* w1 = Row(w, inputs, 1, outputs), w2 = Row(w, inputs, 2, outputs), w3 = Row(w, inputs, 3, outputs);
        TVector a0 = default, b0 = default, c0 = default, d0 = default;
        TVector a1 = default, b1 = default, c1 = default, d1 = default;
        int end = length - (length % TLanes.Count);
        for (nint k = 0; k < end; k += TLanes.Count)
        {
            Prefetch.Line(w + k + ahead);
            Prefetch.Line(w1 + k + ahead);
            Prefetch.Line(w2 + k + ahead);
            Prefetch.Line(w3 + k + ahead);
            TVector u = TLanes.Load(w + k), u1 = TLanes.Load(w1 + k), u2 = TLanes.Load(w2 + k), u3 = TLanes.Load(w3 + k);
            TVector value = TLanes.Load(x + k);
            a0 = TLanes.MultiplyAdd(value, u, a0);
            b0 = TLanes.MultiplyAdd(value, u1, b0);
            c0 = TLanes.MultiplyAdd(value, u2, c0);
            d0 = TLanes.MultiplyAdd(value, u3, d0);
            value = TLanes.Load(x1 + k);
            a1 = TLanes.MultiplyAdd(value, u, a1);
            b1 = TLanes.MultiplyAdd(value, u1, b1);
            c1 = TLanes.MultiplyAdd(value, u2, c1);
            d1 = TLanes.MultiplyAdd(value, u3, d1);
        }

        Store(TLanes.Sums(a0, b0, c0, d0), x, w, inputs, outputs, end, length, add, y);
        Store(TLanes.Sums(a1, b1, c1, d1), x1, w, inputs, outputs, end, length, add, y + outputStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TLanes, TVector>(float* x, float* w, int inputs, int outputs, int length, nint ahead, bool add, float* y)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        float* w1 = Row(w, inputs, 1, outputs), w2 = Row(w, inputs, 2, outputs), w3 = Row(w, inputs, 3, outputs);
        TVector a0 = default, b0 = default, c0 = default, d0 = default;
        int end = length - (length % TLanes.Count);
        for (nint k = 0; k < end; k += TLanes.Count)
        {
            Prefetch.Line(w + k + ahead);
            Prefetch.Line(w1 + k + ahead);
            Prefetch.Line(w2 + k + ahead);
            Prefetch.Line(w3 + k + ahead);
            TVector u = TLanes.Load(w + k), u1 = TLanes.Load(w1 + k), u2 = TLanes.Load(w2 + k), u3 = TLanes.Load(w3 + k);
            TVector value = TLanes.Load(x + k);
            a0 = TLanes.MultiplyAdd(value, u, a0);
            b0 = TLanes.MultiplyAdd(value, u1, b0);
            c0 = TLanes.MultiplyAdd(value, u2, c0);
            d0 = TLanes.MultiplyAdd(value, u3, d0);
        }

        Store(TLanes.Sums(a0, b0, c0, d0), x, w, inputs, outputs, end, length, add, y);
    }

    // Numbers to fetch with each vector that is multiplied, so that each output's share is fetched in a quarter of them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Advance<TLanes, TVector>(int share, int length)
        where TLanes : ILanes<TVector>
        where TVector : struct => ((share * Outputs * TLanes.Count) + length - 1) / length;

    // A row of weights; the last one stands in for those that are not there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Row(float* w, int inputs, int output, int outputs) => w + ((nint)Math.Min(output, outputs - 1) * inputs);

    // Inputs that fill no vector follow one by one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> sums, float* x, float* w, int inputs, int outputs, int from, int length, bool add, float* y)
    {
        for (int i = 0; i < outputs; i++)
        {
            float sum = sums[i];
            for (nint k = from; k < length; k++)
            {
                sum += x[k] * w[((nint)i * inputs) + k];
            }

            y[i] = add ? y[i] + sum : sum;
        }
    }
}
