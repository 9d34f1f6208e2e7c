using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>Dot products of int16 inputs and int8 weights, summed exactly in int32. Lengths are multiples of <see cref="Step"/>; see <see cref="QuantizedRows"/> for the range.</summary>
internal readonly unsafe struct Int8Dot : IDotKernel<short, sbyte>
{
    /// <summary>Numbers of one step: a row's length must be a multiple of it.</summary>
    public const int Step = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourByThree(short* x, sbyte* weights, int length, float* y, int stride)
    {
        short* x1 = x + length, x2 = x1 + length, x3 = x2 + length;
        sbyte* v = weights + length, w = v + length;
        nint ahead = 3 * (nint)length;
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<int> b0 = default, b1 = default, b2 = default, b3 = default;
        Vector256<int> c0 = default, c1 = default, c2 = default, c3 = default;
        for (int k = 0; k < length; k += Step)
        {
            Prefetch.Line(weights + k + ahead);
            Prefetch.Line(v + k + ahead);
            Prefetch.Line(w + k + ahead);
            Vector256<short> a = Widen(weights + k), b = Widen(v + k), c = Widen(w + k);
            Vector256<short> value = Vector256.Load(x + k);
            a0 = MultiplyAdd(a0, value, a);
            b0 = MultiplyAdd(b0, value, b);
            c0 = MultiplyAdd(c0, value, c);
            value = Vector256.Load(x1 + k);
            a1 = MultiplyAdd(a1, value, a);
            b1 = MultiplyAdd(b1, value, b);
            c1 = MultiplyAdd(c1, value, c);
            value = Vector256.Load(x2 + k);
            a2 = MultiplyAdd(a2, value, a);
            b2 = MultiplyAdd(b2, value, b);
            c2 = MultiplyAdd(c2, value, c);
            value = Vector256.Load(x3 + k);
            a3 = MultiplyAdd(a3, value, a);
            b3 = MultiplyAdd(b3, value, b);
            c3 = MultiplyAdd(c3, value, c);
        }

        StoreThree(a0, b0, c0, y);
        StoreThree(a1, b1, c1, y + stride);
        StoreThree(a2, b2, c2, y + (2 * (nint)stride));
        StoreThree(a3, b3, c3, y + (3 * (nint)stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByEight(short* x, sbyte* weights, int length, float* y)
    {
        sbyte* w1 = weights + length, w2 = w1 + length, w3 = w2 + length, w4 = w3 + length, w5 = w4 + length, w6 = w5 + length, w7 = w6 + length;
        nint ahead = 8 * (nint)length;
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int k = 0; k < length; k += Step)
        {
            Vector256<short> value = Vector256.Load(x + k);
            s0 = Add(s0, value, weights + k, ahead);
            s1 = Add(s1, value, w1 + k, ahead);
            s2 = Add(s2, value, w2 + k, ahead);
            s3 = Add(s3, value, w3 + k, ahead);
            s4 = Add(s4, value, w4 + k, ahead);
            s5 = Add(s5, value, w5 + k, ahead);
            s6 = Add(s6, value, w6 + k, ahead);
            s7 = Add(s7, value, w7 + k, ahead);
        }

        y[0] = Vector256.Sum(s0);
        y[1] = Vector256.Sum(s1);
        y[2] = Vector256.Sum(s2);
        y[3] = Vector256.Sum(s3);
        y[4] = Vector256.Sum(s4);
        y[5] = Vector256.Sum(s5);
        y[6] = Vector256.Sum(s6);
        y[7] = Vector256.Sum(s7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float One(short* x, sbyte* weights, int length)
    {
        Vector256<int> sum = default;
        for (int k = 0; k < length; k += Step)
        {
            sum = MultiplyAdd(sum, Vector256.Load(x + k), Widen(weights + k));
        }

        return Vector256.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Add(Vector256<int> sum, Vector256<short> value, sbyte* weights, nint ahead)
    {
        Prefetch.Line(weights + ahead);
        return MultiplyAdd(sum, value, Widen(weights));
    }

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

    // Which product goes to which of the eight sums differs between the forms; their total does not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> MultiplyAdd(Vector256<int> sum, Vector256<short> x, Vector256<short> weights)
    {
        if (AvxVnni.IsSupported)
        {
            return AvxVnni.MultiplyWideningAndAdd(sum, x, weights);
        }

        if (Avx2.IsSupported)
        {
            return sum + Avx2.MultiplyAddAdjacent(x, weights);
        }

        if (AdvSimd.IsSupported)
        {
            return Vector256.Create(
                MultiplyAddArm(sum.GetLower(), x.GetLower(), weights.GetLower()),
                MultiplyAddArm(sum.GetUpper(), x.GetUpper(), weights.GetUpper()));
        }

        (Vector256<int> lowX, Vector256<int> highX) = Vector256.Widen(x);
        (Vector256<int> lowWeights, Vector256<int> highWeights) = Vector256.Widen(weights);
        return sum + (lowX * lowWeights) + (highX * highWeights);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAddArm(Vector128<int> sum, Vector128<short> x, Vector128<short> weights) =>
        AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningLowerAndAdd(sum, x.GetLower(), weights.GetLower()), x, weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreThree(Vector256<int> a, Vector256<int> b, Vector256<int> c, float* y)
    {
        y[0] = Vector256.Sum(a);
        y[1] = Vector256.Sum(b);
        y[2] = Vector256.Sum(c);
    }
}
