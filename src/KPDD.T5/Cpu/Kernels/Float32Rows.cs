using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KPDD.T5.Cpu;

/// <summary>Products of few rows with weights that lie row by row in float32, as a file stores them: a vector holds the sums of as many outputs.</summary>
/// <remarks>
/// Four weights of each of these outputs become four vectors in registers, which takes less time than memory takes to bring them. Every product is summed number by number in order,
/// as by <see cref="Float32Panels"/>: its bits depend neither on the rows beside it, nor on the outputs beside it, nor on which of the two computes it.
/// </remarks>
internal static unsafe class Float32Rows
{
    /// <summary>Most rows: where there are sixteen registers, half of them hold sums.</summary>
    public const int MostRows = 8;

    /// <summary>Outputs to hand over at once, so that they fill vectors.</summary>
    public const int Outputs = 16;

    /// <summary>Inputs after which the next are fetched, so that they are on their way for as long as these are multiplied. Memory is fastest where a row is read on end.</summary>
    private const int BlockLength = 512;

    // Inputs of an output that are loaded together, and how often until a cache line of 64 bytes is read.
    private const int Together = 4;
    private const int LoadsPerLine = 64 / sizeof(float) / Together;

    /// <summary>Products of rows with the weights of up to <see cref="Outputs"/> outputs.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows, up to <see cref="MostRows"/>.</param>
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
        // A single row has registers to spare, and needs several sums to hide the latency of a multiplication.
        int vectorOutputs = rows > 1 ? TLanes.Count : Math.Min(2 * TLanes.Count, Outputs), wholes = outputs / vectorOutputs * vectorOutputs;
        int length = inputs / Together * Together;

        for (int output = 0; output < wholes; output += vectorOutputs)
        {
            MultiplyBlocks<TLanes, TVector>(x, stride, rows, weights + ((nint)output * inputs), inputs, length, vectorOutputs, y + output, outputStride);
        }

        Rest(x, stride, rows, weights, inputs, 0, wholes, length, y, outputStride);
        Rest(x, stride, rows, weights, inputs, wholes, outputs, 0, y, outputStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyBlocks<TLanes, TVector>(float* x, int stride, int rows, float* weights, int inputs, int length, int outputs, float* y, int outputStride)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        for (int k = 0; k < length; k += BlockLength)
        {
            // What comes next: more of these outputs' weights, or those of the following ones.
            int count = Math.Min(BlockLength, length - k);
            float* w = weights + k, next = k + count < length ? w + count : weights + ((nint)outputs * inputs);
            if (rows > 4)
            {
                EightRows<TLanes, TVector>(x + k, stride, rows, w, inputs, count, next, k > 0, y, outputStride);
            }
            else if (rows > 1)
            {
                FourRows<TLanes, TVector>(x + k, stride, rows, w, inputs, count, next, k > 0, y, outputStride);
            }
            else
            {
                OneRow<TLanes, TVector>(x + k, w, inputs, count, next, k > 0, y);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRows<TLanes, TVector>(
        float* x, int stride, int rows, float* w, int inputs, int length, float* next, bool add, float* y, int outputStride)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        float* x1 = Row(x, 1, rows, stride), x2 = Row(x, 2, rows, stride), x3 = Row(x, 3, rows, stride), x4 = Row(x, 4, rows, stride);
        float* x5 = Row(x, 5, rows, stride), x6 = Row(x, 6, rows, stride), x7 = Row(x, 7, rows, stride);
        float* y1 = Row(y, 1, rows, outputStride), y2 = Row(y, 2, rows, outputStride), y3 = Row(y, 3, rows, outputStride), y4 = Row(y, 4, rows, outputStride);
        float* y5 = Row(y, 5, rows, outputStride), y6 = Row(y, 6, rows, outputStride), y7 = Row(y, 7, rows, outputStride);
        TVector sum0 = add ? TLanes.Load(y) : default, sum1 = add ? TLanes.Load(y1) : default;
        TVector sum2 = add ? TLanes.Load(y2) : default, sum3 = add ? TLanes.Load(y3) : default;
        TVector sum4 = add ? TLanes.Load(y4) : default, sum5 = add ? TLanes.Load(y5) : default;
        TVector sum6 = add ? TLanes.Load(y6) : default, sum7 = add ? TLanes.Load(y7) : default;
        for (nint k = 0; k < length; k += Together)
        {
            Fetch(next, inputs, k, TLanes.Count);
            TLanes.Transpose(w + k, inputs, out TVector a, out TVector b, out TVector c, out TVector d);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k]), a, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Create(x1[k]), a, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Create(x2[k]), a, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Create(x3[k]), a, sum3);
            sum4 = TLanes.MultiplyAdd(TLanes.Create(x4[k]), a, sum4);
            sum5 = TLanes.MultiplyAdd(TLanes.Create(x5[k]), a, sum5);
            sum6 = TLanes.MultiplyAdd(TLanes.Create(x6[k]), a, sum6);
            sum7 = TLanes.MultiplyAdd(TLanes.Create(x7[k]), a, sum7);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k + 1]), b, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Create(x1[k + 1]), b, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Create(x2[k + 1]), b, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Create(x3[k + 1]), b, sum3);
            sum4 = TLanes.MultiplyAdd(TLanes.Create(x4[k + 1]), b, sum4);
            sum5 = TLanes.MultiplyAdd(TLanes.Create(x5[k + 1]), b, sum5);
            sum6 = TLanes.MultiplyAdd(TLanes.Create(x6[k + 1]), b, sum6);
            sum7 = TLanes.MultiplyAdd(TLanes.Create(x7[k + 1]), b, sum7);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k + 2]), c, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Create(x1[k + 2]), c, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Create(x2[k + 2]), c, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Create(x3[k + 2]), c, sum3);
            sum4 = TLanes.MultiplyAdd(TLanes.Create(x4[k + 2]), c, sum4);
            sum5 = TLanes.MultiplyAdd(TLanes.Create(x5[k + 2]), c, sum5);
            sum6 = TLanes.MultiplyAdd(TLanes.Create(x6[k + 2]), c, sum6);
            sum7 = TLanes.MultiplyAdd(TLanes.Create(x7[k + 2]), c, sum7);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k + 3]), d, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Create(x1[k + 3]), d, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Create(x2[k + 3]), d, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Create(x3[k + 3]), d, sum3);
            sum4 = TLanes.MultiplyAdd(TLanes.Create(x4[k + 3]), d, sum4);
            sum5 = TLanes.MultiplyAdd(TLanes.Create(x5[k + 3]), d, sum5);
            sum6 = TLanes.MultiplyAdd(TLanes.Create(x6[k + 3]), d, sum6);
            sum7 = TLanes.MultiplyAdd(TLanes.Create(x7[k + 3]), d, sum7);
        }

        TLanes.Store(sum0, y);
        TLanes.Store(sum1, y1);
        TLanes.Store(sum2, y2);
        TLanes.Store(sum3, y3);
        TLanes.Store(sum4, y4);
        TLanes.Store(sum5, y5);
        TLanes.Store(sum6, y6);
        TLanes.Store(sum7, y7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<TLanes, TVector>(
        float* x, int stride, int rows, float* w, int inputs, int length, float* next, bool add, float* y, int outputStride)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        float* x1 = Row(x, 1, rows, stride), x2 = Row(x, 2, rows, stride), x3 = Row(x, 3, rows, stride);
        float* y1 = Row(y, 1, rows, outputStride), y2 = Row(y, 2, rows, outputStride), y3 = Row(y, 3, rows, outputStride);
        TVector sum0 = add ? TLanes.Load(y) : default, sum1 = add ? TLanes.Load(y1) : default;
        TVector sum2 = add ? TLanes.Load(y2) : default, sum3 = add ? TLanes.Load(y3) : default;
        for (nint k = 0; k < length; k += Together)
        {
            Fetch(next, inputs, k, TLanes.Count);
            TLanes.Transpose(w + k, inputs, out TVector a, out TVector b, out TVector c, out TVector d);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k]), a, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Create(x1[k]), a, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Create(x2[k]), a, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Create(x3[k]), a, sum3);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k + 1]), b, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Create(x1[k + 1]), b, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Create(x2[k + 1]), b, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Create(x3[k + 1]), b, sum3);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k + 2]), c, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Create(x1[k + 2]), c, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Create(x2[k + 2]), c, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Create(x3[k + 2]), c, sum3);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k + 3]), d, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Create(x1[k + 3]), d, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Create(x2[k + 3]), d, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Create(x3[k + 3]), d, sum3);
        }

        TLanes.Store(sum0, y);
        TLanes.Store(sum1, y1);
        TLanes.Store(sum2, y2);
        TLanes.Store(sum3, y3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TLanes, TVector>(float* x, float* w, int inputs, int length, float* next, bool add, float* y)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        float* second = w + ((nint)TLanes.Count * inputs);
        TVector sum0 = add ? TLanes.Load(y) : default, sum1 = add && TLanes.Count < Outputs ? TLanes.Load(y + TLanes.Count) : default;
        for (nint k = 0; k < length; k += Together)
        {
            Fetch(next, inputs, k, TLanes.Count < Outputs ? 2 * TLanes.Count : TLanes.Count);
            TLanes.Transpose(w + k, inputs, out TVector a, out TVector b, out TVector c, out TVector d);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k]), a, sum0);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k + 1]), b, sum0);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k + 2]), c, sum0);
            sum0 = TLanes.MultiplyAdd(TLanes.Create(x[k + 3]), d, sum0);
            if (TLanes.Count < Outputs)
            {
                TLanes.Transpose(second + k, inputs, out a, out b, out c, out d);
                sum1 = TLanes.MultiplyAdd(TLanes.Create(x[k]), a, sum1);
                sum1 = TLanes.MultiplyAdd(TLanes.Create(x[k + 1]), b, sum1);
                sum1 = TLanes.MultiplyAdd(TLanes.Create(x[k + 2]), c, sum1);
                sum1 = TLanes.MultiplyAdd(TLanes.Create(x[k + 3]), d, sum1);
            }
        }

        TLanes.Store(sum0, y);
        if (TLanes.Count < Outputs)
        {
            TLanes.Store(sum1, y + TLanes.Count);
        }
    }

    // The last row stands in for those that are not there: it is computed again, and written to the same place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Row(float* first, int row, int rows, int stride) => first + ((nint)Math.Min(row, rows - 1) * stride);

    // While four inputs are multiplied, fetches as many weights of those that come next: cache lines of a quarter of the outputs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* next, nint inputs, nint k, int outputs)
    {
        int count = outputs / LoadsPerLine;
        float* line = next + k + (k / Together % LoadsPerLine * count * inputs);
        for (int i = 0; i < count; i++, line += inputs)
        {
            Prefetch.LineIntoSecondCache(line);
        }
    }

    // What is left of the inputs of some outputs, one output after the other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rest(float* x, int stride, int rows, float* weights, int inputs, int fromOutput, int toOutput, int fromInput, float* y, int outputStride)
    {
        for (int row = 0; row < rows && fromInput < inputs; row++, x += stride, y += outputStride)
        {
            for (int output = fromOutput; output < toOutput; output++)
            {
                float* w = weights + ((nint)output * inputs);
                float sum = fromInput > 0 ? y[output] : 0;
                for (int k = fromInput; k < inputs; k++)
                {
                    sum = MathF.FusedMultiplyAdd(x[k], w[k], sum);
                }

                y[output] = sum;
            }
        }
    }
}
