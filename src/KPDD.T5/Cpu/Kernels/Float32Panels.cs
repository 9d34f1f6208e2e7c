using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>Products of rows with a panel in float32, which holds <see cref="Width"/> other rows on end: the first number of each, the second of each, and so on.</summary>
/// <remarks>Every product is summed number by number in order, so that its bits depend neither on the rows beside it nor on where a panel was cut.</remarks>
internal static unsafe class Float32Panels
{
    /// <summary>Numbers that <see cref="Align"/> may pass over.</summary>
    public const int AlignmentSlack = CacheLine / sizeof(float);

    private const int Block = 8;

    private const int CacheLine = 64;

    /// <summary>
    /// Rows that share what is read of a panel: eight sums hide the latency of a multiplication, sixteen also the reading where there are registers for them.
    /// </summary>
    public static int Rows => Lanes512.AreFast ? 8 : 4;

    /// <summary>The instructions that it multiplies by, as <see cref="CpuT5Engine.Instructions"/> calls them.</summary>
    public static string Instructions => Lanes512.AreFast ? "AVX-512" : Avx2.IsSupported ? "AVX2" : AdvSimd.IsSupported ? "AdvSimd" : "portable";

    /// <summary>Rows of a panel: two vectors.</summary>
    public static int Width => 2 * (Lanes512.AreFast ? Lanes512.Count : Lanes.Count);

    /// <summary>Transposes a matrix: rows become columns.</summary>
    /// <param name="matrix">First number of the first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Numbers to take of each.</param>
    /// <param name="target">Receives <c>[length, rows]</c>.</param>
    /// <param name="targetStride">Numbers from one of its rows to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* matrix, int stride, int rows, int length, float* target, int targetStride)
    {
        int blockRows = Avx.IsSupported ? rows / Block * Block : 0;
        int blockLength = length / Block * Block;
        for (int k = 0; k < blockLength; k += Block)
        {
            for (int row = 0; row < blockRows; row += Block)
            {
                TransposeBlock(matrix + ((nint)row * stride) + k, stride, target + ((nint)k * targetStride) + row, targetStride);
            }
        }

        for (int row = 0; row < rows; row++)
        {
            for (int k = row < blockRows ? blockLength : 0; k < length; k++)
            {
                target[((nint)k * targetStride) + row] = matrix[((nint)row * stride) + k];
            }
        }
    }

    /// <summary>Products of rows with a panel.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="panelStride">Numbers from the first number of its rows to the second.</param>
    /// <param name="columns">Rows of the panel that are of use: of <see cref="Width"/> products a row that are written, those beyond may be missing, or undefined.</param>
    /// <param name="length">Numbers of a row.</param>
    /// <param name="add">True to add to <paramref name="y"/>, false to overwrite it.</param>
    /// <param name="y">The first row's products.</param>
    /// <param name="outputStride">Numbers from one row's products to the next.</param>
    public static void Multiply(float* x, int stride, int rows, float* panel, int panelStride, int columns, int length, bool add, float* y, int outputStride) =>
        Multiply(x, stride, rows, panel, panelStride, columns, length, add, y, outputStride, panel, 0, 1);

    /// <summary>The same, while other rows are fetched: memory is slow to answer.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="panelStride">Numbers from the first number of its rows to the second.</param>
    /// <param name="columns">Rows of the panel that are of use.</param>
    /// <param name="length">Numbers of a row.</param>
    /// <param name="add">True to add to <paramref name="y"/>, false to overwrite it.</param>
    /// <param name="y">The first row's products.</param>
    /// <param name="outputStride">Numbers from one row's products to the next.</param>
    /// <param name="next">First number of the first row to fetch.</param>
    /// <param name="nextStride">Numbers from one row to fetch to the next.</param>
    /// <param name="nextRows">Rows to fetch, one at least; of each as many numbers as a row has.</param>
    public static void Multiply(
        float* x,
        int stride,
        int rows,
        float* panel,
        int panelStride,
        int columns,
        int length,
        bool add,
        float* y,
        int outputStride,
        float* next,
        int nextStride,
        int nextRows)
    {
        if (Lanes512.AreFast)
        {
            Multiply<Lanes512, Vector512<float>>(x, stride, rows, panel, panelStride, columns, length, add, y, outputStride, next, nextStride, nextRows);
        }
        else
        {
            Multiply<Lanes, Vector<float>>(x, stride, rows, panel, panelStride, columns, length, add, y, outputStride, next, nextStride, nextRows);
        }
    }

    private static void Multiply<TLanes, TVector>(
        float* x, int stride, int rows, float* panel, int panelStride, int columns, int length, bool add, float* y, int outputStride, float* next, int nextStride, int nextRows)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        if (columns > TLanes.Count)
        {
            Multiply<TLanes, TVector, BothVectors>(x, stride, rows, panel, panelStride, length, add, y, outputStride, next, nextStride, nextRows);
        }
        else
        {
            Multiply<TLanes, TVector, FirstVector>(x, stride, rows, panel, panelStride, length, add, y, outputStride, next, nextStride, nextRows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TLanes, TVector, TVectors>(
        float* x, int stride, int rows, float* panel, int panelStride, int length, bool add, float* y, int outputStride, float* next, int nextStride, int nextRows)
        where TLanes : ILanes<TVector>
        where TVector : struct
        where TVectors : IVectors
    {
        int row = 0;
        for (; Rows == 8 && row + 8 <= rows; row += 8)
        {
            EightRows<TLanes, TVector, TVectors>(
                x + ((nint)row * stride), stride, panel, panelStride, length, add, y + ((nint)row * outputStride), outputStride, next, nextStride, nextRows);
        }

        for (; row + 4 <= rows; row += 4)
        {
            FourRows<TLanes, TVector, TVectors>(
                x + ((nint)row * stride), stride, panel, panelStride, length, add, y + ((nint)row * outputStride), outputStride, next, nextStride, nextRows);
        }

        for (; row < rows; row++)
        {
            OneRow<TLanes, TVector, TVectors>(x + ((nint)row * stride), panel, panelStride, length, add, y + ((nint)row * outputStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRows<TLanes, TVector, TVectors>(
        float* x, int stride, float* panel, int panelStride, int length, bool add, float* y, int outputStride, float* next, int nextStride, int nextRows)
        where TLanes : ILanes<TVector>
        where TVector : struct
        where TVectors : IVectors
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
            a0 = TLanes.Load(y);
            a1 = TLanes.Load(y1);
            a2 = TLanes.Load(y2);
            a3 = TLanes.Load(y3);
            a4 = TLanes.Load(y4);
            a5 = TLanes.Load(y5);
            a6 = TLanes.Load(y6);
            a7 = TLanes.Load(y7);
            if (TVectors.AreBoth)
            {
                b0 = TLanes.Load(y + step);
                b1 = TLanes.Load(y1 + step);
                b2 = TLanes.Load(y2 + step);
                b3 = TLanes.Load(y3 + step);
                b4 = TLanes.Load(y4 + step);
                b5 = TLanes.Load(y5 + step);
                b6 = TLanes.Load(y6 + step);
                b7 = TLanes.Load(y7 + step);
            }
        }

        nint k = 0;
        for (int part = 1; part <= nextRows; part++, next += nextStride - length)
        {
            nint end = (nint)length * part / nextRows;
            for (; k < end; k++)
            {
                Prefetch.Line(next);
                next += nextRows;
                TVector a = TLanes.Load(panel), b = TVectors.AreBoth ? TLanes.Load(panel + step) : a;
                TVector value = TLanes.Create(x[k]);
                a0 = TLanes.MultiplyAdd(value, a, a0);
                b0 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b0) : b0;
                value = TLanes.Create(x1[k]);
                a1 = TLanes.MultiplyAdd(value, a, a1);
                b1 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b1) : b1;
                value = TLanes.Create(x2[k]);
                a2 = TLanes.MultiplyAdd(value, a, a2);
                b2 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b2) : b2;
                value = TLanes.Create(x3[k]);
                a3 = TLanes.MultiplyAdd(value, a, a3);
                b3 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b3) : b3;
                value = TLanes.Create(x4[k]);
                a4 = TLanes.MultiplyAdd(value, a, a4);
                b4 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b4) : b4;
                value = TLanes.Create(x5[k]);
                a5 = TLanes.MultiplyAdd(value, a, a5);
                b5 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b5) : b5;
                value = TLanes.Create(x6[k]);
                a6 = TLanes.MultiplyAdd(value, a, a6);
                b6 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b6) : b6;
                value = TLanes.Create(x7[k]);
                a7 = TLanes.MultiplyAdd(value, a, a7);
                b7 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b7) : b7;

                panel += panelStride;
            }
        }

        TLanes.Store(a0, y);
        TLanes.Store(a1, y1);
        TLanes.Store(a2, y2);
        TLanes.Store(a3, y3);
        TLanes.Store(a4, y4);
        TLanes.Store(a5, y5);
        TLanes.Store(a6, y6);
        TLanes.Store(a7, y7);
        if (TVectors.AreBoth)
        {
            TLanes.Store(b0, y + step);
            TLanes.Store(b1, y1 + step);
            TLanes.Store(b2, y2 + step);
            TLanes.Store(b3, y3 + step);
            TLanes.Store(b4, y4 + step);
            TLanes.Store(b5, y5 + step);
            TLanes.Store(b6, y6 + step);
            TLanes.Store(b7, y7 + step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<TLanes, TVector, TVectors>(
        float* x, int stride, float* panel, int panelStride, int length, bool add, float* y, int outputStride, float* next, int nextStride, int nextRows)
        where TLanes : ILanes<TVector>
        where TVector : struct
        where TVectors : IVectors
    {
        float* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride;
        float* y1 = y + outputStride, y2 = y1 + outputStride, y3 = y2 + outputStride;
        int step = TLanes.Count;
        TVector a0 = default, a1 = default, a2 = default, a3 = default;
        TVector b0 = default, b1 = default, b2 = default, b3 = default;
        if (add)
        {
            a0 = TLanes.Load(y);
            a1 = TLanes.Load(y1);
            a2 = TLanes.Load(y2);
            a3 = TLanes.Load(y3);
            if (TVectors.AreBoth)
            {
                b0 = TLanes.Load(y + step);
                b1 = TLanes.Load(y1 + step);
                b2 = TLanes.Load(y2 + step);
                b3 = TLanes.Load(y3 + step);
            }
        }

        nint k = 0;
        for (int part = 1; part <= nextRows; part++, next += nextStride - length)
        {
            nint end = (nint)length * part / nextRows;
            for (; k < end; k++)
            {
                Prefetch.Line(next);
                next += nextRows;
                TVector a = TLanes.Load(panel), b = TVectors.AreBoth ? TLanes.Load(panel + step) : a;
                TVector value = TLanes.Create(x[k]);
                a0 = TLanes.MultiplyAdd(value, a, a0);
                b0 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b0) : b0;
                value = TLanes.Create(x1[k]);
                a1 = TLanes.MultiplyAdd(value, a, a1);
                b1 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b1) : b1;
                value = TLanes.Create(x2[k]);
                a2 = TLanes.MultiplyAdd(value, a, a2);
                b2 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b2) : b2;
                value = TLanes.Create(x3[k]);
                a3 = TLanes.MultiplyAdd(value, a, a3);
                b3 = TVectors.AreBoth ? TLanes.MultiplyAdd(value, b, b3) : b3;

                panel += panelStride;
            }
        }

        TLanes.Store(a0, y);
        TLanes.Store(a1, y1);
        TLanes.Store(a2, y2);
        TLanes.Store(a3, y3);
        if (TVectors.AreBoth)
        {
            TLanes.Store(b0, y + step);
            TLanes.Store(b1, y1 + step);
            TLanes.Store(b2, y2 + step);
            TLanes.Store(b3, y3 + step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TLanes, TVector, TVectors>(float* x, float* panel, int panelStride, int length, bool add, float* y)
        where TLanes : ILanes<TVector>
        where TVector : struct
        where TVectors : IVectors
    {
        int step = TLanes.Count;
        TVector a = default, b = default;
        if (add)
        {
            a = TLanes.Load(y);
            b = TVectors.AreBoth ? TLanes.Load(y + step) : b;
        }

        for (nint k = 0; k < length; k++)
        {
            TVector value = TLanes.Create(x[k]);
            a = TLanes.MultiplyAdd(value, TLanes.Load(panel), a);
            if (TVectors.AreBoth)
            {
                b = TLanes.MultiplyAdd(value, TLanes.Load(panel + step), b);
            }

            panel += panelStride;
        }

        TLanes.Store(a, y);
        if (TVectors.AreBoth)
        {
            TLanes.Store(b, y + step);
        }
    }

    /// <summary>The first address from <paramref name="space"/> on at which no vector crosses a cache line.</summary>
    public static float* Align(float* space) => (float*)(((nint)space + CacheLine - 1) & ~(CacheLine - 1));

    // Eight rows of eight numbers become eight columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock(float* rows, int stride, float* target, int targetStride)
    {
        StoreFour(rows, stride, target, targetStride);
        StoreFour(rows + 4, stride, target + (4 * (nint)targetStride), targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(float* rows, int stride, float* target, int targetStride)
    {
        Lanes.Transpose(rows, stride, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d);
        a.Store(target);
        b.Store(target + targetStride);
        c.Store(target + (2 * (nint)targetStride));
        d.Store(target + (3 * (nint)targetStride));
    }

    /// <summary>Which vectors of a panel are multiplied, known when a kernel is compiled.</summary>
    private interface IVectors
    {
        static abstract bool AreBoth { get; }
    }

    private readonly struct BothVectors : IVectors
    {
        public static bool AreBoth => true;
    }

    private readonly struct FirstVector : IVectors
    {
        public static bool AreBoth => false;
    }
}
