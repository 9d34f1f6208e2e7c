using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>Products of rows with a panel in float32: the numbers of <see cref="Width"/> outputs for the first input, for the second, and so on.</summary>
/// <remarks>Every output is summed input by input in order, so that its bits depend neither on the rows beside it nor on where a panel was cut.</remarks>
internal static unsafe class Float32Panels
{
    /// <summary>Bytes of a panel that stay in the first cache while the rows pass.</summary>
    private const int Bytes = 16 * 1024;

    private const int Block = 8;

    private const int CacheLine = 64;

    /// <summary>
    /// Rows that share what is read of a panel: eight sums hide the latency of a multiplication, sixteen also the reading where there are registers for them.
    /// </summary>
    public static int Rows => Lanes512.AreFast ? 8 : 4;

    /// <summary>The instructions that it multiplies by, as <see cref="CpuT5Engine.Instructions"/> calls them.</summary>
    public static string Instructions => Lanes512.AreFast ? "AVX-512" : Avx2.IsSupported ? "AVX2" : AdvSimd.IsSupported ? "AdvSimd" : "portable";

    /// <summary>Outputs of a panel: two vectors.</summary>
    public static int Width => 2 * (Lanes512.AreFast ? Lanes512.Count : Lanes.Count);

    /// <summary>Inputs of a panel that is put in order at once.</summary>
    public static int Length => Bytes / (Width * sizeof(float));

    /// <summary>Numbers of working space that hold a panel from <see cref="Align"/> on.</summary>
    public static int Space => (Length * Width) + (CacheLine / sizeof(float));

    /// <summary>Puts rows of a matrix into a panel, one output each.</summary>
    /// <param name="matrix">First number of the first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Numbers to take of each.</param>
    /// <param name="panel">The panel <c>[length, Width]</c>, from the output of the first row on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* matrix, int stride, int rows, int length, float* panel)
    {
        int width = Width;
        int blockRows = Avx.IsSupported ? rows / Block * Block : 0;
        int blockLength = length / Block * Block;
        for (int row = 0; row < blockRows; row += Block)
        {
            for (int k = 0; k < blockLength; k += Block)
            {
                TransposeBlock(matrix + ((nint)row * stride) + k, stride, panel + ((nint)k * width) + row, width);
            }
        }

        for (int row = 0; row < rows; row++)
        {
            for (int k = row < blockRows ? blockLength : 0; k < length; k++)
            {
                panel[((nint)k * width) + row] = matrix[((nint)row * stride) + k];
            }
        }
    }

    /// <summary>Products of rows with a panel.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="panelStride">Numbers from one input of the panel to the next.</param>
    /// <param name="length">Inputs.</param>
    /// <param name="add">True to add to <paramref name="y"/>, false to overwrite it.</param>
    /// <param name="y">The first row's outputs.</param>
    /// <param name="outputStride">Numbers from one row's outputs to the next.</param>
    public static void Multiply(float* x, int stride, int rows, float* panel, int panelStride, int length, bool add, float* y, int outputStride) =>
        Multiply(x, stride, rows, panel, panelStride, length, add, y, outputStride, panel, 0, 1);

    /// <summary>The same, while a part of what the next panel will be made of is fetched: memory is slow to answer.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="panelStride">Numbers from one input of the panel to the next.</param>
    /// <param name="length">Inputs.</param>
    /// <param name="add">True to add to <paramref name="y"/>, false to overwrite it.</param>
    /// <param name="y">The first row's outputs.</param>
    /// <param name="outputStride">Numbers from one row's outputs to the next.</param>
    /// <param name="next">First number of the first row to fetch.</param>
    /// <param name="nextStride">Numbers from one row to fetch to the next.</param>
    /// <param name="nextRows">Rows to fetch, one at least; of each as many numbers as there are inputs.</param>
    public static void Multiply(
        float* x, int stride, int rows, float* panel, int panelStride, int length, bool add, float* y, int outputStride, float* next, int nextStride, int nextRows)
    {
        if (Lanes512.AreFast)
        {
            Multiply<Lanes512, Vector512<float>>(x, stride, rows, panel, panelStride, length, add, y, outputStride, next, nextStride, nextRows);
        }
        else
        {
            Multiply<Lanes, Vector<float>>(x, stride, rows, panel, panelStride, length, add, y, outputStride, next, nextStride, nextRows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TLanes, TVector>(
        float* x, int stride, int rows, float* panel, int panelStride, int length, bool add, float* y, int outputStride, float* next, int nextStride, int nextRows)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        int row = 0;
        for (; Rows == 8 && row + 8 <= rows; row += 8)
        {
            EightRows<TLanes, TVector>(
                x + ((nint)row * stride), stride, panel, panelStride, length, add, y + ((nint)row * outputStride), outputStride, next, nextStride, nextRows);
        }

        for (; row + 4 <= rows; row += 4)
        {
            FourRows<TLanes, TVector>(
                x + ((nint)row * stride), stride, panel, panelStride, length, add, y + ((nint)row * outputStride), outputStride, next, nextStride, nextRows);
        }

        for (; row < rows; row++)
        {
            OneRow<TLanes, TVector>(x + ((nint)row * stride), panel, panelStride, length, add, y + ((nint)row * outputStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRows<TLanes, TVector>(
        float* x, int stride, float* panel, int panelStride, int length, bool add, float* y, int outputStride, float* next, int nextStride, int nextRows)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        float* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride, x4 = x3 + stride;
        float* x5 = x4 + stride, x6 = x5 + stride, x7 = x6 + stride;
        float* y1 = y + outputStride, y2 = y1 + outputStride, y3 = y2 + outputStride, y4 = y3 + outputStride;
        float* y5 = y4 + outputStride, y6 = y5 + outputStride, y7 = y6 + outputStride;
        int step = TLanes.Count;
        TVector a0 = default, a1 = default, a2 = default, a3 = default;
        TVector a4 = default, a5 = default, a6 = default, a7 = default;
        TVector b0 = default, b1 = default, b2 = default, b3 = default;
        TVector b4 = default, b5 = default, b6 = default, b7 = default;
        if (add)
        {
            (a0, b0) = (TLanes.Load(y), TLanes.Load(y + step));
            (a1, b1) = (TLanes.Load(y1), TLanes.Load(y1 + step));
            (a2, b2) = (TLanes.Load(y2), TLanes.Load(y2 + step));
            (a3, b3) = (TLanes.Load(y3), TLanes.Load(y3 + step));
            (a4, b4) = (TLanes.Load(y4), TLanes.Load(y4 + step));
            (a5, b5) = (TLanes.Load(y5), TLanes.Load(y5 + step));
            (a6, b6) = (TLanes.Load(y6), TLanes.Load(y6 + step));
            (a7, b7) = (TLanes.Load(y7), TLanes.Load(y7 + step));
        }

        nint k = 0;
        for (int part = 1; part <= nextRows; part++, next += nextStride - length)
        {
            nint end = (nint)length * part / nextRows;
            for (; k < end; k++)
            {
                Prefetch.Line(next);
                next += nextRows;
                TVector a = TLanes.Load(panel), b = TLanes.Load(panel + step);
                panel += panelStride;
                TVector value = TLanes.Create(x[k]);
                a0 = TLanes.MultiplyAdd(value, a, a0);
                b0 = TLanes.MultiplyAdd(value, b, b0);
                value = TLanes.Create(x1[k]);
                a1 = TLanes.MultiplyAdd(value, a, a1);
                b1 = TLanes.MultiplyAdd(value, b, b1);
                value = TLanes.Create(x2[k]);
                a2 = TLanes.MultiplyAdd(value, a, a2);
                b2 = TLanes.MultiplyAdd(value, b, b2);
                value = TLanes.Create(x3[k]);
                a3 = TLanes.MultiplyAdd(value, a, a3);
                b3 = TLanes.MultiplyAdd(value, b, b3);
                value = TLanes.Create(x4[k]);
                a4 = TLanes.MultiplyAdd(value, a, a4);
                b4 = TLanes.MultiplyAdd(value, b, b4);
                value = TLanes.Create(x5[k]);
                a5 = TLanes.MultiplyAdd(value, a, a5);
                b5 = TLanes.MultiplyAdd(value, b, b5);
                value = TLanes.Create(x6[k]);
                a6 = TLanes.MultiplyAdd(value, a, a6);
                b6 = TLanes.MultiplyAdd(value, b, b6);
                value = TLanes.Create(x7[k]);
                a7 = TLanes.MultiplyAdd(value, a, a7);
                b7 = TLanes.MultiplyAdd(value, b, b7);
            }
        }

        TLanes.Store(a0, y);
        TLanes.Store(b0, y + step);
        TLanes.Store(a1, y1);
        TLanes.Store(b1, y1 + step);
        TLanes.Store(a2, y2);
        TLanes.Store(b2, y2 + step);
        TLanes.Store(a3, y3);
        TLanes.Store(b3, y3 + step);
        TLanes.Store(a4, y4);
        TLanes.Store(b4, y4 + step);
        TLanes.Store(a5, y5);
        TLanes.Store(b5, y5 + step);
        TLanes.Store(a6, y6);
        TLanes.Store(b6, y6 + step);
        TLanes.Store(a7, y7);
        TLanes.Store(b7, y7 + step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<TLanes, TVector>(
        float* x, int stride, float* panel, int panelStride, int length, bool add, float* y, int outputStride, float* next, int nextStride, int nextRows)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        float* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride;
        float* y1 = y + outputStride, y2 = y1 + outputStride, y3 = y2 + outputStride;
        int step = TLanes.Count;
        TVector a0 = default, a1 = default, a2 = default, a3 = default;
        TVector b0 = default, b1 = default, b2 = default, b3 = default;
        if (add)
        {
            (a0, b0) = (TLanes.Load(y), TLanes.Load(y + step));
            (a1, b1) = (TLanes.Load(y1), TLanes.Load(y1 + step));
            (a2, b2) = (TLanes.Load(y2), TLanes.Load(y2 + step));
            (a3, b3) = (TLanes.Load(y3), TLanes.Load(y3 + step));
        }

        nint k = 0;
        for (int part = 1; part <= nextRows; part++, next += nextStride - length)
        {
            nint end = (nint)length * part / nextRows;
            for (; k < end; k++)
            {
                Prefetch.Line(next);
                next += nextRows;
                TVector a = TLanes.Load(panel), b = TLanes.Load(panel + step);
                panel += panelStride;
                TVector value = TLanes.Create(x[k]);
                a0 = TLanes.MultiplyAdd(value, a, a0);
                b0 = TLanes.MultiplyAdd(value, b, b0);
                value = TLanes.Create(x1[k]);
                a1 = TLanes.MultiplyAdd(value, a, a1);
                b1 = TLanes.MultiplyAdd(value, b, b1);
                value = TLanes.Create(x2[k]);
                a2 = TLanes.MultiplyAdd(value, a, a2);
                b2 = TLanes.MultiplyAdd(value, b, b2);
                value = TLanes.Create(x3[k]);
                a3 = TLanes.MultiplyAdd(value, a, a3);
                b3 = TLanes.MultiplyAdd(value, b, b3);
            }
        }

        TLanes.Store(a0, y);
        TLanes.Store(b0, y + step);
        TLanes.Store(a1, y1);
        TLanes.Store(b1, y1 + step);
        TLanes.Store(a2, y2);
        TLanes.Store(b2, y2 + step);
        TLanes.Store(a3, y3);
        TLanes.Store(b3, y3 + step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TLanes, TVector>(float* x, float* panel, int panelStride, int length, bool add, float* y)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        int step = TLanes.Count;
        TVector a = default, b = default;
        if (add)
        {
            (a, b) = (TLanes.Load(y), TLanes.Load(y + step));
        }

        for (nint k = 0; k < length; k++)
        {
            TVector value = TLanes.Create(x[k]);
            a = TLanes.MultiplyAdd(value, TLanes.Load(panel), a);
            b = TLanes.MultiplyAdd(value, TLanes.Load(panel + step), b);
            panel += panelStride;
        }

        TLanes.Store(a, y);
        TLanes.Store(b, y + step);
    }

    /// <summary>The first address from <paramref name="space"/> on at which no vector crosses a cache line.</summary>
    public static float* Align(float* space) => (float*)(((nint)space + CacheLine - 1) & ~(CacheLine - 1));

    // Eight rows of eight numbers become eight inputs of eight outputs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock(float* rows, int stride, float* panel, int width)
    {
        StoreFour(rows, stride, panel, width);
        StoreFour(rows + 4, stride, panel + (4 * width), width);
    }

    // Four inputs of eight rows. Rows four apart share a vector from the start: loading halves costs less than exchanging them afterwards.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(float* rows, int stride, float* panel, int width)
    {
        Vector256<float> r0 = Halves(rows, stride), r1 = Halves(rows + stride, stride);
        Vector256<float> r2 = Halves(rows + (2 * (nint)stride), stride), r3 = Halves(rows + (3 * (nint)stride), stride);
        Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble(), high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble(), high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        Avx.UnpackLow(low01, low23).AsSingle().Store(panel);
        Avx.UnpackHigh(low01, low23).AsSingle().Store(panel + width);
        Avx.UnpackLow(high01, high23).AsSingle().Store(panel + (2 * width));
        Avx.UnpackHigh(high01, high23).AsSingle().Store(panel + (3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* row, int stride) => Vector256.Create(Vector128.Load(row), Vector128.Load(row + (4 * (nint)stride)));
}
