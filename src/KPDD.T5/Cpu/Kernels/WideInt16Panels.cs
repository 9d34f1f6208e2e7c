using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>The products of <see cref="Int16Panels"/> in vectors of 512 bits: a panel's outputs are one vector. The sums are the same.</summary>
internal readonly unsafe struct WideInt16Panels : IInt8Panels<short>
{
    private const int Width = Int8Panels.Width;

    /// <summary>True where the processor has the instructions.</summary>
    public static bool AreSupported => Lanes512.AreFast && Avx512BW.IsSupported;

    public static string Instructions => "AVX-512";

    public static int Together => 2;

    // Optimized at the first call: a kernel that waits to be found hot would make the first texts ten times slower.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void EightRows(short* x, int stride, sbyte* panel, int length, int* sums)
    {
        short* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride, x4 = x3 + stride;
        short* x5 = x4 + stride, x6 = x5 + stride, x7 = x6 + stride;
        Vector512<int> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector512<int> a4 = default, a5 = default, a6 = default, a7 = default;
        for (nint k = 0; k < length; k += 2)
        {
            Prefetch.Line(panel + Int8Panels.Ahead);
            Vector512<short> weights = Widen(panel);
            panel += 2 * Width;
            a0 += Products(x + k, weights);
            a1 += Products(x1 + k, weights);
            a2 += Products(x2 + k, weights);
            a3 += Products(x3 + k, weights);
            a4 += Products(x4 + k, weights);
            a5 += Products(x5 + k, weights);
            a6 += Products(x6 + k, weights);
            a7 += Products(x7 + k, weights);
        }

        a0.Store(sums);
        a1.Store(sums + Width);
        a2.Store(sums + (2 * Width));
        a3.Store(sums + (3 * Width));
        a4.Store(sums + (4 * Width));
        a5.Store(sums + (5 * Width));
        a6.Store(sums + (6 * Width));
        a7.Store(sums + (7 * Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FourRows(short* x, int stride, sbyte* panel, int length, int* sums)
    {
        short* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride;
        Vector512<int> a0 = default, a1 = default, a2 = default, a3 = default;
        for (nint k = 0; k < length; k += 2)
        {
            Prefetch.Line(panel + Int8Panels.Ahead);
            Vector512<short> weights = Widen(panel);
            panel += 2 * Width;
            a0 += Products(x + k, weights);
            a1 += Products(x1 + k, weights);
            a2 += Products(x2 + k, weights);
            a3 += Products(x3 + k, weights);
        }

        a0.Store(sums);
        a1.Store(sums + Width);
        a2.Store(sums + (2 * Width));
        a3.Store(sums + (3 * Width));
    }

    // Even and odd pairs apart: two sums would wait for one another.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OneRow(short* x, sbyte* panel, int length, int* sums)
    {
        Vector512<int> even = default, odd = default;
        for (nint k = 0; k < length; k += Int8Panels.Step)
        {
            Prefetch.Line(panel + Int8Panels.Ahead);
            even += Products(x + k, Widen(panel));
            odd += Products(x + k + 2, Widen(panel + (2 * Width)));
            panel += Int8Panels.Step * Width;
        }

        (even + odd).Store(sums);
    }

    // Two inputs, for every output alike, times the weights.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Products(short* x, Vector512<short> weights) =>
        Avx512BW.MultiplyAddAdjacent(Vector512.Create(Unsafe.ReadUnaligned<int>(x)).AsInt16(), weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Widen(sbyte* weights) => Avx512BW.ConvertToVector512Int16(Vector256.Load(weights));
}
