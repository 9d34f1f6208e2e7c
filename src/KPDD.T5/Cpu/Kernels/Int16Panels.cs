using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>Products of int16 inputs with a panel of int8 weights; see <see cref="QuantizedRows{T}"/> for the range.</summary>
internal readonly unsafe struct Int16Panels : IInt8Panels<short>
{
    private const int Width = Int8Panels.Width;

    public static string Instructions => AvxVnni.IsSupported ? "AVX-VNNI" : Avx2.IsSupported ? "AVX2" : AdvSimd.Arm64.IsSupported ? "AdvSimd" : "portable";

    public static int Together => 2;

    // Optimized at the first call: a kernel that waits to be found hot would make the first texts ten times slower.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void EightRows(short* x, int stride, sbyte* panel, int length, int* sums)
    {
        short* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride, x4 = x3 + stride;
        short* x5 = x4 + stride, x6 = x5 + stride, x7 = x6 + stride;
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<int> a4 = default, a5 = default, a6 = default, a7 = default;
        Vector256<int> b0 = default, b1 = default, b2 = default, b3 = default;
        Vector256<int> b4 = default, b5 = default, b6 = default, b7 = default;
        for (nint k = 0; k < length; k += 2)
        {
            Prefetch.Line(panel + Int8Panels.Ahead);
            Vector256<short> low = Widen(panel), high = Widen(panel + Width);
            panel += 2 * Width;
            Vector256<short> pair = Pair(x + k);
            (a0, b0) = MultiplyAdd(a0, b0, pair, low, high);
            pair = Pair(x1 + k);
            (a1, b1) = MultiplyAdd(a1, b1, pair, low, high);
            pair = Pair(x2 + k);
            (a2, b2) = MultiplyAdd(a2, b2, pair, low, high);
            pair = Pair(x3 + k);
            (a3, b3) = MultiplyAdd(a3, b3, pair, low, high);
            pair = Pair(x4 + k);
            (a4, b4) = MultiplyAdd(a4, b4, pair, low, high);
            pair = Pair(x5 + k);
            (a5, b5) = MultiplyAdd(a5, b5, pair, low, high);
            pair = Pair(x6 + k);
            (a6, b6) = MultiplyAdd(a6, b6, pair, low, high);
            pair = Pair(x7 + k);
            (a7, b7) = MultiplyAdd(a7, b7, pair, low, high);
        }

        Int8Panels.Store(a0, b0, sums);
        Int8Panels.Store(a1, b1, sums + Width);
        Int8Panels.Store(a2, b2, sums + (2 * Width));
        Int8Panels.Store(a3, b3, sums + (3 * Width));
        Int8Panels.Store(a4, b4, sums + (4 * Width));
        Int8Panels.Store(a5, b5, sums + (5 * Width));
        Int8Panels.Store(a6, b6, sums + (6 * Width));
        Int8Panels.Store(a7, b7, sums + (7 * Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FourRows(short* x, int stride, sbyte* panel, int length, int* sums)
    {
        short* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride;
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<int> b0 = default, b1 = default, b2 = default, b3 = default;
        for (nint k = 0; k < length; k += 2)
        {
            Prefetch.Line(panel + Int8Panels.Ahead);
            Vector256<short> low = Widen(panel), high = Widen(panel + Width);
            panel += 2 * Width;
            Vector256<short> pair = Pair(x + k);
            (a0, b0) = MultiplyAdd(a0, b0, pair, low, high);
            pair = Pair(x1 + k);
            (a1, b1) = MultiplyAdd(a1, b1, pair, low, high);
            pair = Pair(x2 + k);
            (a2, b2) = MultiplyAdd(a2, b2, pair, low, high);
            pair = Pair(x3 + k);
            (a3, b3) = MultiplyAdd(a3, b3, pair, low, high);
        }

        Int8Panels.Store(a0, b0, sums);
        Int8Panels.Store(a1, b1, sums + Width);
        Int8Panels.Store(a2, b2, sums + (2 * Width));
        Int8Panels.Store(a3, b3, sums + (3 * Width));
    }

    // Even and odd pairs apart: two sums would wait for one another.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OneRow(short* x, sbyte* panel, int length, int* sums)
    {
        Vector256<int> a = default, b = default, c = default, d = default;
        for (nint k = 0; k < length; k += Int8Panels.Step)
        {
            Prefetch.Line(panel + Int8Panels.Ahead);
            Vector256<short> pair = Pair(x + k);
            (a, b) = MultiplyAdd(a, b, pair, Widen(panel), Widen(panel + Width));
            pair = Pair(x + k + 2);
            (c, d) = MultiplyAdd(c, d, pair, Widen(panel + (2 * Width)), Widen(panel + (3 * Width)));
            panel += Int8Panels.Step * Width;
        }

        Int8Panels.Store(a + c, b + d, sums);
    }

    // Two inputs, for every output alike.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(short* x) => Vector256.Create(Unsafe.ReadUnaligned<int>(x)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Widen(sbyte* weights)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.ConvertToVector256Int16(weights);
        }

        (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(Vector128.Load(weights));
        return Vector256.Create(lower, upper);
    }

    // Adds the products of both inputs to the sums of a panel's outputs. Both products come before both sums: in turns, AVX2's take up to a fifth longer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Low, Vector256<int> High) MultiplyAdd(
        Vector256<int> low, Vector256<int> high, Vector256<short> x, Vector256<short> lowWeights, Vector256<short> highWeights)
    {
        if (AvxVnni.IsSupported)
        {
            return (AvxVnni.MultiplyWideningAndAdd(low, x, lowWeights), AvxVnni.MultiplyWideningAndAdd(high, x, highWeights));
        }

        Vector256<int> lowProducts = Products(x, lowWeights), highProducts = Products(x, highWeights);
        return (low + lowProducts, high + highProducts);
    }

    // For each output the sum of the products of both inputs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Products(Vector256<short> x, Vector256<short> weights)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.MultiplyAddAdjacent(x, weights);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return Vector256.Create(Products(x.GetLower(), weights.GetLower()), Products(x.GetUpper(), weights.GetUpper()));
        }

        // The upper of two neighbours is the upper half of an int, the lower one is brought there first.
        Vector256<int> first = ((x.AsInt32() << 16) >> 16) * ((weights.AsInt32() << 16) >> 16);
        return first + ((x.AsInt32() >> 16) * (weights.AsInt32() >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Products(Vector128<short> x, Vector128<short> weights) =>
        AdvSimd.Arm64.AddPairwise(AdvSimd.MultiplyWideningLower(x.GetLower(), weights.GetLower()), AdvSimd.MultiplyWideningUpper(x, weights));
}
