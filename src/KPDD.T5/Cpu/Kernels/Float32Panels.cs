using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>Products of rows with a panel in float32: the numbers of <see cref="Width"/> outputs for the first input, for the second, and so on.</summary>
/// <remarks>Every output is summed input by input in order, so that its bits depend neither on the rows beside it nor on where a panel was cut.</remarks>
internal static unsafe class Float32Panels
{
    /// <summary>Rows that share what is read of a panel: eight sums, as many as hide the latency of a multiplication.</summary>
    public const int Rows = 4;

    /// <summary>Inputs of a panel that stay in the first cache while the rows pass.</summary>
    public const int Length = 256;

    private const int Block = 8;

    private const int CacheLine = 64;

    /// <summary>Outputs of a panel.</summary>
    public static int Width => 2 * Vector<float>.Count;

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
        int blockRows = Avx.IsSupported ? rows / Block * Block : 0;
        int blockLength = length / Block * Block;
        for (int row = 0; row < blockRows; row += Block)
        {
            for (int k = 0; k < blockLength; k += Block)
            {
                TransposeBlock(matrix + ((nint)row * stride) + k, stride, panel + ((nint)k * Width) + row);
            }
        }

        for (int row = 0; row < rows; row++)
        {
            for (int k = row < blockRows ? blockLength : 0; k < length; k++)
            {
                panel[((nint)k * Width) + row] = matrix[((nint)row * stride) + k];
            }
        }
    }

    /// <summary>Products of <see cref="Rows"/> rows with a panel.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="panelStride">Numbers from one input of the panel to the next.</param>
    /// <param name="length">Inputs.</param>
    /// <param name="add">True to add to <paramref name="y"/>, false to overwrite it.</param>
    /// <param name="y">The first row's outputs.</param>
    /// <param name="outputStride">Numbers from one row's outputs to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourRows(float* x, int stride, float* panel, int panelStride, int length, bool add, float* y, int outputStride)
    {
        float* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride;
        float* y1 = y + outputStride, y2 = y1 + outputStride, y3 = y2 + outputStride;
        int step = Vector<float>.Count;
        Vector<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector<float> b0 = default, b1 = default, b2 = default, b3 = default;
        if (add)
        {
            (a0, b0) = (Vector.Load(y), Vector.Load(y + step));
            (a1, b1) = (Vector.Load(y1), Vector.Load(y1 + step));
            (a2, b2) = (Vector.Load(y2), Vector.Load(y2 + step));
            (a3, b3) = (Vector.Load(y3), Vector.Load(y3 + step));
        }

        for (nint k = 0; k < length; k++)
        {
            Vector<float> a = Vector.Load(panel), b = Vector.Load(panel + step);
            panel += panelStride;
            var value = new Vector<float>(x[k]);
            a0 = Vector.FusedMultiplyAdd(value, a, a0);
            b0 = Vector.FusedMultiplyAdd(value, b, b0);
            value = new Vector<float>(x1[k]);
            a1 = Vector.FusedMultiplyAdd(value, a, a1);
            b1 = Vector.FusedMultiplyAdd(value, b, b1);
            value = new Vector<float>(x2[k]);
            a2 = Vector.FusedMultiplyAdd(value, a, a2);
            b2 = Vector.FusedMultiplyAdd(value, b, b2);
            value = new Vector<float>(x3[k]);
            a3 = Vector.FusedMultiplyAdd(value, a, a3);
            b3 = Vector.FusedMultiplyAdd(value, b, b3);
        }

        Store(a0, b0, y);
        Store(a1, b1, y1);
        Store(a2, b2, y2);
        Store(a3, b3, y3);
    }

    /// <summary>The same for one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRow(float* x, float* panel, int panelStride, int length, bool add, float* y)
    {
        int step = Vector<float>.Count;
        Vector<float> a = default, b = default;
        if (add)
        {
            (a, b) = (Vector.Load(y), Vector.Load(y + step));
        }

        for (nint k = 0; k < length; k++)
        {
            var value = new Vector<float>(x[k]);
            a = Vector.FusedMultiplyAdd(value, Vector.Load(panel), a);
            b = Vector.FusedMultiplyAdd(value, Vector.Load(panel + step), b);
            panel += panelStride;
        }

        Store(a, b, y);
    }

    /// <summary>The same for any number of rows.</summary>
    public static void Multiply(float* x, int stride, int rows, float* panel, int panelStride, int length, bool add, float* y, int outputStride)
    {
        int row = 0;
        for (; row + Rows <= rows; row += Rows)
        {
            FourRows(x + ((nint)row * stride), stride, panel, panelStride, length, add, y + ((nint)row * outputStride), outputStride);
        }

        for (; row < rows; row++)
        {
            OneRow(x + ((nint)row * stride), panel, panelStride, length, add, y + ((nint)row * outputStride));
        }
    }

    /// <summary>The first address from <paramref name="space"/> on at which no vector crosses a cache line.</summary>
    public static float* Align(float* space) => (float*)(((nint)space + CacheLine - 1) & ~(CacheLine - 1));

    // Eight rows of eight numbers become eight inputs of eight outputs. The rows after them are fetched on the way.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock(float* rows, int stride, float* panel)
    {
        float* ahead = rows + (Block * (nint)stride);
        for (int row = 0; row < Block; row++)
        {
            Prefetch.Line(ahead + ((nint)row * stride));
        }

        (Vector256<float> a0, Vector256<float> a1, Vector256<float> a2, Vector256<float> a3) = TransposeHalf(rows, stride);
        (Vector256<float> b0, Vector256<float> b1, Vector256<float> b2, Vector256<float> b3) = TransposeHalf(rows + (4 * (nint)stride), stride);
        StoreHalves(a0, b0, panel, 0);
        StoreHalves(a1, b1, panel, 1);
        StoreHalves(a2, b2, panel, 2);
        StoreHalves(a3, b3, panel, 3);
    }

    // Four rows of eight: result i holds the four rows' number i in its lower half and their number i + 4 in its upper half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> I0, Vector256<float> I1, Vector256<float> I2, Vector256<float> I3) TransposeHalf(float* rows, int stride)
    {
        Vector256<float> r0 = Vector256.Load(rows), r1 = Vector256.Load(rows + stride);
        Vector256<float> r2 = Vector256.Load(rows + (2 * (nint)stride)), r3 = Vector256.Load(rows + (3 * (nint)stride));
        Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble(), high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble(), high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        return (
            Avx.UnpackLow(low01, low23).AsSingle(),
            Avx.UnpackHigh(low01, low23).AsSingle(),
            Avx.UnpackLow(high01, high23).AsSingle(),
            Avx.UnpackHigh(high01, high23).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalves(Vector256<float> a, Vector256<float> b, float* panel, int k)
    {
        Avx.Permute2x128(a, b, 0x20).Store(panel + ((nint)k * Width));
        Avx.Permute2x128(a, b, 0x31).Store(panel + ((nint)(k + 4) * Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> a, Vector<float> b, float* y)
    {
        a.Store(y);
        b.Store(y + Vector<float>.Count);
    }
}
