using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>Passes over one row of numbers that every token takes many times.</summary>
/// <remarks>
/// Written out, not composed of library calls: each is few passes, and compiled with full optimization at its first call. The library's are compiled without until they are
/// found hot, which takes a dozen texts that are encoded at a half to a fifth of the speed.
/// </remarks>
internal static unsafe class RowKernels
{
    // What -2u of GELU multiplies x and x^3 by.
    private static float GeluLinear => -2 * MathF.Sqrt(2 / MathF.PI);

    private static float GeluCubic => 0.044715f * GeluLinear;

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

    /// <summary>y = x + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* x, float* y, int length)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
        {
            (Vector.Load(x + i) + Vector.Load(y + i)).Store(y + i);
        }

        for (; i < length; i++)
        {
            y[i] += x[i];
        }
    }

    /// <summary>y = x * y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* x, float* y, int length)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
        {
            (Vector.Load(x + i) * Vector.Load(y + i)).Store(y + i);
        }

        for (; i < length; i++)
        {
            y[i] *= x[i];
        }
    }

    /// <summary>y = max(x, 0); what is not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Relu(float* x, int length, float* y)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
        {
            Vector.Max(Vector.Load(x + i), Vector<float>.Zero).Store(y + i);
        }

        for (; i < length; i++)
        {
            y[i] = MathF.Max(x[i], 0);
        }
    }

    /// <summary>
    /// The tanh approximation of GELU, 0.5 x (1 + tanh(u)) with u = sqrt(2/pi) (x + 0.044715 x^3) (arXiv 1606.08415, section 2), as
    /// x / (1 + e^(-2u)), which is the same.
    /// </summary>
    public static void Gelu(float* x, int length, float* y)
    {
        if (Lanes512.AreFast)
        {
            Gelu<Lanes512, Vector512<float>>(x, length, y);
        }
        else
        {
            Gelu<Lanes, Vector<float>>(x, length, y);
        }
    }

    /// <summary>The same with vectors of one width; results are the same for all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gelu<TLanes, TVector>(float* x, int length, float* y)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        int wide = length - (length % TLanes.Count), end = length - (length % Lanes.Count);
        GeluOfVectors<TLanes, TVector>(x, 0, wide, y);
        GeluOfVectors<Lanes, Vector<float>>(x, wide, end, y);
        for (int i = end; i < length; i++)
        {
            y[i] = x[i] / (1 + MathF.Exp(x[i] * ((x[i] * x[i] * GeluCubic) + GeluLinear)));
        }
    }

    /// <summary>Turns scores (+ bias, unless it is null) into weights that sum to 1.</summary>
    /// <remarks>Subtracting the maximum keeps e^x finite; the largest weight becomes 1 before all are divided by their sum, which is at least 1 therefore.</remarks>
    public static void Softmax(float* scores, float* bias, int length)
    {
        if (Lanes512.AreFast)
        {
            Softmax<Lanes512, Vector512<float>>(scores, bias, length);
        }
        else
        {
            Softmax<Lanes, Vector<float>>(scores, bias, length);
        }
    }

    /// <summary>The same with vectors of one width; results are the same for all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax<TLanes, TVector>(float* scores, float* bias, int length)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        if (bias is not null)
        {
            Add(bias, scores, length);
        }

        int wide = length - (length % TLanes.Count), end = length - (length % Lanes.Count);
        float most = MathF.Max(Largest<TLanes, TVector>(scores, 0, wide), Largest<Lanes, Vector<float>>(scores, wide, end));
        for (int i = end; i < length; i++)
        {
            most = MathF.Max(most, scores[i]);
        }

        Vector<float> sums = Exponentiate<TLanes, TVector>(scores, 0, wide, most, default);
        float sum = Vector.Sum(Exponentiate<Lanes, Vector<float>>(scores, wide, end, most, sums));
        for (int i = end; i < length; i++)
        {
            scores[i] = MathF.Exp(scores[i] - most);
            sum += scores[i];
        }

        float factor = 1 / sum;
        Scale<TLanes, TVector>(scores, 0, wide, factor);
        Scale<Lanes, Vector<float>>(scores, wide, end, factor);
        for (int i = end; i < length; i++)
        {
            scores[i] *= factor;
        }
    }

    // From one index to another, which are whole vectors apart; so are those of the following functions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GeluOfVectors<TLanes, TVector>(float* x, int from, int end, float* y)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        for (int i = from; i < end; i += TLanes.Count)
        {
            TVector value = TLanes.Load(x + i);
            TVector slope = TLanes.MultiplyAdd(TLanes.Multiply(value, value), TLanes.Create(GeluCubic), TLanes.Create(GeluLinear));
            TVector divisor = TLanes.Add(TLanes.Create(1), Exp<TLanes, TVector>(TLanes.Multiply(value, slope)));
            TLanes.Store(TLanes.Divide(value, divisor), y + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest<TLanes, TVector>(float* x, int from, int end)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        TVector largest = TLanes.Create(float.NegativeInfinity);
        for (int i = from; i < end; i += TLanes.Count)
        {
            largest = TLanes.Max(largest, TLanes.Load(x + i));
        }

        return TLanes.Largest(largest);
    }

    // x = e^(x - most); returns the sums with theirs added.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Exponentiate<TLanes, TVector>(float* x, int from, int end, float most, Vector<float> sums)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        TVector offset = TLanes.Create(-most);
        for (int i = from; i < end; i += TLanes.Count)
        {
            TVector power = Exp<TLanes, TVector>(TLanes.Add(TLanes.Load(x + i), offset));
            sums = TLanes.AddTo(sums, power);
            TLanes.Store(power, x + i);
        }

        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<TLanes, TVector>(float* x, int from, int end, float factor)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        TVector factors = TLanes.Create(factor);
        for (int i = from; i < end; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Multiply(TLanes.Load(x + i), factors), x + i);
        }
    }

    /// <summary>
    /// e^x: 2^n * e^r with n = round(x / ln 2), where the series of e^r to its seventh power errs by less than 1e-8 of it, for |r| &lt;= ln 2 / 2.
    /// Exponents are cut off where the power of two would leave the range of normal numbers: the least result is 1e-38.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Exp<TLanes, TVector>(TVector x)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        // ln 2 in two parts: the product of the first with n is exact.
        const float Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;
        x = TLanes.Min(TLanes.Max(x, TLanes.Create(-87.3f)), TLanes.Create(88f));
        TVector n = TLanes.Round(TLanes.Multiply(x, TLanes.Create(1 / 0.693147181f)));
        TVector r = TLanes.MultiplyAdd(n, TLanes.Create(-Ln2High), x);
        r = TLanes.MultiplyAdd(n, TLanes.Create(-Ln2Low), r);
        TVector sum = TLanes.MultiplyAdd(r, TLanes.Create(1f / 5040), TLanes.Create(1f / 720));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Create(1f / 120));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Create(1f / 24));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Create(1f / 6));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Create(1f / 2));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Create(1));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Create(1));
        return TLanes.Multiply(sum, TLanes.PowerOfTwo(n));
    }

    /// <summary>The least and the largest number of a row, zero counted; what is not a number may be passed over.</summary>
    public static (float Least, float Most) Range(float* x, int length) =>
        Lanes512.AreFast ? Range<Lanes512, Vector512<float>>(x, length) : Range<Lanes, Vector<float>>(x, length);

    /// <summary>y = x * factor, rounded to whole numbers, ties to even; the products fit into 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Quantize(float* x, int length, float factor, short* y)
    {
        int i = 0;
        if (Lanes512.AreFast)
        {
            for (; i + Lanes512.Count <= length; i += Lanes512.Count)
            {
                Avx512F.ConvertToVector256Int16(Avx512F.ConvertToVector512Int32(Vector512.Load(x + i) * factor)).Store(y + i);
            }
        }

        int step = Vector<float>.Count;
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
        if (Lanes512.AreFast)
        {
            for (; i + Lanes512.Count <= length; i += Lanes512.Count)
            {
                Avx512F.ConvertToVector128Byte(Avx512F.ConvertToVector512Int32(Vector512.Load(x + i) * factor) + Vector512.Create(offset)).Store(y + i);
            }
        }

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Least, float Most) Range<TLanes, TVector>(float* x, int length)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        int step = TLanes.Count;
        TVector least = default, most = default, otherLeast = default, otherMost = default;
        int i = 0;
        for (; i + (2 * step) <= length; i += 2 * step)
        {
            TVector a = TLanes.Load(x + i), b = TLanes.Load(x + i + step);
            least = TLanes.MinNative(least, a);
            most = TLanes.MaxNative(most, a);
            otherLeast = TLanes.MinNative(otherLeast, b);
            otherMost = TLanes.MaxNative(otherMost, b);
        }

        for (; i + step <= length; i += step)
        {
            TVector a = TLanes.Load(x + i);
            least = TLanes.MinNative(least, a);
            most = TLanes.MaxNative(most, a);
        }

        (float low, float high) = TLanes.Range(TLanes.MinNative(least, otherLeast), TLanes.MaxNative(most, otherMost));
        (low, high) = (float.MinNative(0, low), float.MaxNative(0, high));
        for (; i < length; i++)
        {
            low = float.MinNative(low, x[i]);
            high = float.MaxNative(high, x[i]);
        }

        return (low, high);
    }
}
