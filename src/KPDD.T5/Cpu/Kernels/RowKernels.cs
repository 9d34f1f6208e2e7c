using System.Numerics;
using System.Runtime.CompilerServices;

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

    /// <summary>The largest magnitude of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float LargestMagnitude(float* x, int length)
    {
        int end = length - (length % Vector<float>.Count);
        Vector<float> largest = default;
        int i = 0;
        for (; i < end; i += Vector<float>.Count)
        {
            largest = Vector.MaxNative(largest, Vector.Abs(Vector.Load(x + i)));
        }

        float result = 0;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            result = Math.Max(result, largest[lane]);
        }

        for (; i < length; i++)
        {
            result = Math.Max(result, Math.Abs(x[i]));
        }

        return result;
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
}
