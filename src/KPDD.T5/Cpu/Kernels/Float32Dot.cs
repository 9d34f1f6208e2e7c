using System.Numerics;
using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>Dot products in float32: one running vector a product, summed at the end, then the numbers that fill no vector one by one.</summary>
internal readonly unsafe struct Float32Dot : IDotKernel<float, float>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourByThree(float* x, float* weights, int length, float* y, int stride)
    {
        float* x1 = x + length, x2 = x1 + length, x3 = x2 + length;
        float* v = weights + length, w = v + length;
        nint ahead = 3 * (nint)length;
        Vector<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector<float> b0 = default, b1 = default, b2 = default, b3 = default;
        Vector<float> c0 = default, c1 = default, c2 = default, c3 = default;
        int end = length - (length % Vector<float>.Count);
        for (int k = 0; k < end; k += Vector<float>.Count)
        {
            Prefetch.Line(weights + k + ahead);
            Prefetch.Line(v + k + ahead);
            Prefetch.Line(w + k + ahead);
            Vector<float> a = Vector.Load(weights + k), b = Vector.Load(v + k), c = Vector.Load(w + k);
            Vector<float> value = Vector.Load(x + k);
            a0 = Vector.FusedMultiplyAdd(value, a, a0);
            b0 = Vector.FusedMultiplyAdd(value, b, b0);
            c0 = Vector.FusedMultiplyAdd(value, c, c0);
            value = Vector.Load(x1 + k);
            a1 = Vector.FusedMultiplyAdd(value, a, a1);
            b1 = Vector.FusedMultiplyAdd(value, b, b1);
            c1 = Vector.FusedMultiplyAdd(value, c, c1);
            value = Vector.Load(x2 + k);
            a2 = Vector.FusedMultiplyAdd(value, a, a2);
            b2 = Vector.FusedMultiplyAdd(value, b, b2);
            c2 = Vector.FusedMultiplyAdd(value, c, c2);
            value = Vector.Load(x3 + k);
            a3 = Vector.FusedMultiplyAdd(value, a, a3);
            b3 = Vector.FusedMultiplyAdd(value, b, b3);
            c3 = Vector.FusedMultiplyAdd(value, c, c3);
        }

        StoreThree(a0, b0, c0, x, weights, end, length, y);
        StoreThree(a1, b1, c1, x1, weights, end, length, y + stride);
        StoreThree(a2, b2, c2, x2, weights, end, length, y + (2 * (nint)stride));
        StoreThree(a3, b3, c3, x3, weights, end, length, y + (3 * (nint)stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByEight(float* x, float* weights, int length, float* y)
    {
        float* w1 = weights + length, w2 = w1 + length, w3 = w2 + length, w4 = w3 + length, w5 = w4 + length, w6 = w5 + length, w7 = w6 + length;
        nint ahead = 8 * (nint)length;
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        int end = length - (length % Vector<float>.Count);
        for (int k = 0; k < end; k += Vector<float>.Count)
        {
            Vector<float> value = Vector.Load(x + k);
            s0 = Add(s0, value, weights + k, ahead);
            s1 = Add(s1, value, w1 + k, ahead);
            s2 = Add(s2, value, w2 + k, ahead);
            s3 = Add(s3, value, w3 + k, ahead);
            s4 = Add(s4, value, w4 + k, ahead);
            s5 = Add(s5, value, w5 + k, ahead);
            s6 = Add(s6, value, w6 + k, ahead);
            s7 = Add(s7, value, w7 + k, ahead);
        }

        y[0] = Total(s0, x, weights, end, length);
        y[1] = Total(s1, x, w1, end, length);
        y[2] = Total(s2, x, w2, end, length);
        y[3] = Total(s3, x, w3, end, length);
        y[4] = Total(s4, x, w4, end, length);
        y[5] = Total(s5, x, w5, end, length);
        y[6] = Total(s6, x, w6, end, length);
        y[7] = Total(s7, x, w7, end, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float One(float* x, float* weights, int length)
    {
        Vector<float> sum = default;
        int end = length - (length % Vector<float>.Count);
        for (int k = 0; k < end; k += Vector<float>.Count)
        {
            sum = Vector.FusedMultiplyAdd(Vector.Load(x + k), Vector.Load(weights + k), sum);
        }

        return Total(sum, x, weights, end, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Add(Vector<float> sum, Vector<float> value, float* weights, nint ahead)
    {
        Prefetch.Line(weights + ahead);
        return Vector.FusedMultiplyAdd(value, Vector.Load(weights), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreThree(Vector<float> a, Vector<float> b, Vector<float> c, float* x, float* weights, int end, int length, float* y)
    {
        y[0] = Total(a, x, weights, end, length);
        y[1] = Total(b, x, weights + length, end, length);
        y[2] = Total(c, x, weights + (2 * (nint)length), end, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Total(Vector<float> sum, float* x, float* weights, int end, int length)
    {
        float total = Vector.Sum(sum);
        for (int k = end; k < length; k++)
        {
            total += x[k] * weights[k];
        }

        return total;
    }
}
