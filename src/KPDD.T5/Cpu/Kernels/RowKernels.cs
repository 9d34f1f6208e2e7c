using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>Passes over one row of numbers that every token takes many times.</summary>
/// <remarks>Written out, not composed of library calls: each is one or two passes, and compiled with full optimization at its first call.</remarks>
internal static unsafe class RowKernels
{
    /// <summary>y = x * scale / root(mean(x²) + epsilon).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(float* x, float* scale, int length, float epsilon, float* y)
    {
        int step = Vector<float>.Count;
        int end = length - (length % step);
        Vector<float> even = default, odd = default;
        int i = 0;
        for (; i + (2 * step) <= end; i += 2 * step)
        {
            Vector<float> a = Vector.Load(x + i), b = Vector.Load(x + i + step);
            even = Vector.FusedMultiplyAdd(a, a, even);
            odd = Vector.FusedMultiplyAdd(b, b, odd);
        }

        for (; i < end; i += step)
        {
            Vector<float> a = Vector.Load(x + i);
            even = Vector.FusedMultiplyAdd(a, a, even);
        }

        float squares = Vector.Sum(even + odd);
        for (i = end; i < length; i++)
        {
            squares += x[i] * x[i];
        }

        float factor = 1 / MathF.Sqrt((squares / length) + epsilon);
        for (i = 0; i < end; i += step)
        {
            (Vector.Load(x + i) * factor * Vector.Load(scale + i)).Store(y + i);
        }

        for (; i < length; i++)
        {
            y[i] = x[i] * factor * scale[i];
        }
    }

    /// <summary>The least and the largest number of a row, zero counted; what is not a number may be passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float Least, float Most) Range(float* x, int length)
    {
        int step = Vector<float>.Count;
        Vector<float> least = default, most = default, otherLeast = default, otherMost = default;
        int i = 0;
        for (; i + (2 * step) <= length; i += 2 * step)
        {
            Vector<float> a = Vector.Load(x + i), b = Vector.Load(x + i + step);
            least = Vector.MinNative(least, a);
            most = Vector.MaxNative(most, a);
            otherLeast = Vector.MinNative(otherLeast, b);
            otherMost = Vector.MaxNative(otherMost, b);
        }

        least = Vector.MinNative(least, otherLeast);
        most = Vector.MaxNative(most, otherMost);
        float low = 0, high = 0;
        for (int lane = 0; lane < step; lane++)
        {
            low = float.MinNative(low, least[lane]);
            high = float.MaxNative(high, most[lane]);
        }

        for (; i < length; i++)
        {
            low = float.MinNative(low, x[i]);
            high = float.MaxNative(high, x[i]);
        }

        return (low, high);
    }

    /// <summary>y = x * factor, rounded to whole numbers, ties to even; the products fit into 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Quantize(float* x, int length, float factor, short* y)
    {
        int step = Vector<float>.Count;
        int i = 0;
        for (; i + (2 * step) <= length; i += 2 * step)
        {
            Vector<int> low = Vector.ConvertToInt32(Vector.Round(Vector.Load(x + i) * factor));
            Vector<int> high = Vector.ConvertToInt32(Vector.Round(Vector.Load(x + i + step) * factor));
            Vector.Narrow(low, high).Store(y + i);
        }

        for (; i < length; i++)
        {
            y[i] = (short)MathF.Round(x[i] * factor);
        }
    }

    /// <summary>y = x * factor, rounded to whole numbers, ties to even, + offset; the sums fit into 8 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Quantize(float* x, int length, float factor, int offset, byte* y)
    {
        int i = 0;
        if (Avx2.IsSupported)
        {
            Vector256<float> factors = Vector256.Create(factor);
            Vector256<int> offsets = Vector256.Create(offset);

            // Packing works within each half of a register: what it leaves apart is brought together at the end.
            Vector256<int> order = Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7);
            for (; i + 32 <= length; i += 32)
            {
                Vector256<int> a = Avx.ConvertToVector256Int32(Vector256.Load(x + i) * factors) + offsets;
                Vector256<int> b = Avx.ConvertToVector256Int32(Vector256.Load(x + i + 8) * factors) + offsets;
                Vector256<int> c = Avx.ConvertToVector256Int32(Vector256.Load(x + i + 16) * factors) + offsets;
                Vector256<int> d = Avx.ConvertToVector256Int32(Vector256.Load(x + i + 24) * factors) + offsets;
                Vector256<byte> bytes = Avx2.PackUnsignedSaturate(Avx2.PackSignedSaturate(a, b), Avx2.PackSignedSaturate(c, d));
                Avx2.PermuteVar8x32(bytes.AsInt32(), order).AsByte().Store(y + i);
            }
        }

        for (; i < length; i++)
        {
            y[i] = (byte)(MathF.Round(x[i] * factor) + offset);
        }
    }
}
