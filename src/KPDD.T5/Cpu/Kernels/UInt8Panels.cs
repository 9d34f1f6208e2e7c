using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>Products of unsigned 8-bit inputs with a panel of int8 weights, by the one instruction that AVX-VNNI has for them.</summary>
internal readonly unsafe struct UInt8Panels : IInt8Panels<byte>
{
    private const int Width = Int8Panels.Width;

    /// <summary>Weights of a register: four inputs of half a panel's outputs.</summary>
    private const int Half = 4 * Width / 2;

    /// <summary>True where the processor has the instruction.</summary>
    public static bool AreSupported => AvxVnni.IsSupported;

    public static string Instructions => "AVX-VNNI";

    public static int Together => 4;

    // Optimized at the first call: a kernel that waits to be found hot would make the first texts ten times slower.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void EightRows(byte* x, int stride, sbyte* panel, int length, int* sums)
    {
        byte* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride;
        byte* x4 = x3 + stride, x5 = x4 + stride, x6 = x5 + stride, x7 = x6 + stride;
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<int> a4 = default, a5 = default, a6 = default, a7 = default;
        Vector256<int> b0 = default, b1 = default, b2 = default, b3 = default;
        Vector256<int> b4 = default, b5 = default, b6 = default, b7 = default;
        for (nint k = 0; k < length; k += Int8Panels.Step)
        {
            Prefetch.Line(panel + Int8Panels.Ahead);
            Vector256<sbyte> low = Vector256.Load(panel), high = Vector256.Load(panel + Half);
            panel += 2 * Half;
            Vector256<byte> four = Four(x + k);
            a0 = AvxVnni.MultiplyWideningAndAdd(a0, four, low);
            b0 = AvxVnni.MultiplyWideningAndAdd(b0, four, high);
            four = Four(x1 + k);
            a1 = AvxVnni.MultiplyWideningAndAdd(a1, four, low);
            b1 = AvxVnni.MultiplyWideningAndAdd(b1, four, high);
            four = Four(x2 + k);
            a2 = AvxVnni.MultiplyWideningAndAdd(a2, four, low);
            b2 = AvxVnni.MultiplyWideningAndAdd(b2, four, high);
            four = Four(x3 + k);
            a3 = AvxVnni.MultiplyWideningAndAdd(a3, four, low);
            b3 = AvxVnni.MultiplyWideningAndAdd(b3, four, high);
            four = Four(x4 + k);
            a4 = AvxVnni.MultiplyWideningAndAdd(a4, four, low);
            b4 = AvxVnni.MultiplyWideningAndAdd(b4, four, high);
            four = Four(x5 + k);
            a5 = AvxVnni.MultiplyWideningAndAdd(a5, four, low);
            b5 = AvxVnni.MultiplyWideningAndAdd(b5, four, high);
            four = Four(x6 + k);
            a6 = AvxVnni.MultiplyWideningAndAdd(a6, four, low);
            b6 = AvxVnni.MultiplyWideningAndAdd(b6, four, high);
            four = Four(x7 + k);
            a7 = AvxVnni.MultiplyWideningAndAdd(a7, four, low);
            b7 = AvxVnni.MultiplyWideningAndAdd(b7, four, high);
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
    public static void FourRows(byte* x, int stride, sbyte* panel, int length, int* sums)
    {
        byte* x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride;
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<int> b0 = default, b1 = default, b2 = default, b3 = default;
        for (nint k = 0; k < length; k += Int8Panels.Step)
        {
            Prefetch.Line(panel + Int8Panels.Ahead);
            Vector256<sbyte> low = Vector256.Load(panel), high = Vector256.Load(panel + Half);
            panel += 2 * Half;
            Vector256<byte> four = Four(x + k);
            a0 = AvxVnni.MultiplyWideningAndAdd(a0, four, low);
            b0 = AvxVnni.MultiplyWideningAndAdd(b0, four, high);
            four = Four(x1 + k);
            a1 = AvxVnni.MultiplyWideningAndAdd(a1, four, low);
            b1 = AvxVnni.MultiplyWideningAndAdd(b1, four, high);
            four = Four(x2 + k);
            a2 = AvxVnni.MultiplyWideningAndAdd(a2, four, low);
            b2 = AvxVnni.MultiplyWideningAndAdd(b2, four, high);
            four = Four(x3 + k);
            a3 = AvxVnni.MultiplyWideningAndAdd(a3, four, low);
            b3 = AvxVnni.MultiplyWideningAndAdd(b3, four, high);
        }

        Int8Panels.Store(a0, b0, sums);
        Int8Panels.Store(a1, b1, sums + Width);
        Int8Panels.Store(a2, b2, sums + (2 * Width));
        Int8Panels.Store(a3, b3, sums + (3 * Width));
    }

    // Even and odd steps apart: two sums would wait for one another.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OneRow(byte* x, sbyte* panel, int length, int* sums)
    {
        Vector256<int> a = default, b = default, c = default, d = default;
        nint k = 0;
        for (; k + (2 * Int8Panels.Step) <= length; k += 2 * Int8Panels.Step)
        {
            Prefetch.Line(panel + Int8Panels.Ahead);
            Prefetch.Line(panel + Int8Panels.Ahead + (2 * Half));
            Vector256<byte> four = Four(x + k);
            a = AvxVnni.MultiplyWideningAndAdd(a, four, Vector256.Load(panel));
            b = AvxVnni.MultiplyWideningAndAdd(b, four, Vector256.Load(panel + Half));
            four = Four(x + k + Int8Panels.Step);
            c = AvxVnni.MultiplyWideningAndAdd(c, four, Vector256.Load(panel + (2 * Half)));
            d = AvxVnni.MultiplyWideningAndAdd(d, four, Vector256.Load(panel + (3 * Half)));
            panel += 4 * Half;
        }

        for (; k < length; k += Int8Panels.Step)
        {
            Vector256<byte> four = Four(x + k);
            a = AvxVnni.MultiplyWideningAndAdd(a, four, Vector256.Load(panel));
            b = AvxVnni.MultiplyWideningAndAdd(b, four, Vector256.Load(panel + Half));
            panel += 2 * Half;
        }

        Int8Panels.Store(a + c, b + d, sums);
    }

    // Four inputs, for every output alike.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Four(byte* x) => Vector256.Create(Unsafe.ReadUnaligned<int>(x)).AsByte();
}
