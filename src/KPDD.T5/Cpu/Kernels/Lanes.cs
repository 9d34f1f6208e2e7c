using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>As many numbers as the runtime's own vector has on any processor: eight with AVX2, four on Arm.</summary>
internal readonly unsafe struct Lanes : ILanes<Vector<float>>
{
    public static int Count => Vector<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(float* address) => Vector.Load(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(short* address)
    {
        if (Avx2.IsSupported && Vector<float>.Count == Vector256<float>.Count)
        {
            return Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(address)).AsVector();
        }

        return Vector<float>.Count == Vector128<float>.Count
            ? Vector128.ConvertToSingle(Vector128.WidenLower(Vector64.Load(address).ToVector128())).AsVector()
            : Vector512.ConvertToSingle(Vector512.WidenLower(Vector256.Load(address).ToVector512())).AsVector();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Create(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MultiplyAdd(Vector<float> a, Vector<float> b, Vector<float> sum) => Vector.FusedMultiplyAdd(a, b, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Add(Vector<float> a, Vector<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Multiply(Vector<float> a, Vector<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Divide(Vector<float> a, Vector<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Min(Vector<float> a, Vector<float> b) => Vector.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Max(Vector<float> a, Vector<float> b) => Vector.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector256<float> vector)
    {
        float largest = vector[0];
        for (int lane = 1; lane < Vector256<float>.Count; lane++)
        {
            largest = MathF.Max(largest, vector[lane]);
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector<float> vector)
    {
        float largest = vector[0];
        for (int lane = 1; lane < Count; lane++)
        {
            largest = MathF.Max(largest, vector[lane]);
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Round(Vector<float> vector) => Vector.Round(vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> PowerOfTwo(Vector<float> exponent) => Vector.AsVectorSingle((Vector.ConvertToInt32(exponent) + new Vector<int>(127)) << 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> AddTo(Vector<float> sums, Vector<float> vector) => sums + vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MinNative(Vector<float> a, Vector<float> b) => Vector.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MaxNative(Vector<float> a, Vector<float> b) => Vector.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Least, float Most) Range(Vector<float> least, Vector<float> most)
    {
        if (Vector<float>.Count == Vector256<float>.Count)
        {
            return Range(least.AsVector256(), most.AsVector256());
        }

        (float low, float high) = (least[0], most[0]);
        for (int lane = 1; lane < Count; lane++)
        {
            low = float.MinNative(low, least[lane]);
            high = float.MaxNative(high, most[lane]);
        }

        return (low, high);
    }

    /// <summary>The same of eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Least, float Most) Range(Vector256<float> least, Vector256<float> most)
    {
        Vector128<float> low = Vector128.MinNative(least.GetLower(), least.GetUpper()), high = Vector128.MaxNative(most.GetLower(), most.GetUpper());
        Vector128<int> exchanged = Vector128.Create(2, 3, 0, 1);
        low = Vector128.MinNative(low, Vector128.Shuffle(low, exchanged));
        high = Vector128.MaxNative(high, Vector128.Shuffle(high, exchanged));
        return (float.MinNative(low[0], low[1]), float.MaxNative(high[0], high[1]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> vector, float* address) => vector.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* rows, nint stride, out Vector<float> a, out Vector<float> b, out Vector<float> c, out Vector<float> d)
    {
        if (Avx.IsSupported && Vector<float>.Count == Vector256<float>.Count)
        {
            Transpose(rows, stride, out Vector256<float> first, out Vector256<float> second, out Vector256<float> third, out Vector256<float> fourth);
            (a, b, c, d) = (first.AsVector(), second.AsVector(), third.AsVector(), fourth.AsVector());
        }
        else
        {
            Transpose(rows, stride, out Vector128<float> first, out Vector128<float> second, out Vector128<float> third, out Vector128<float> fourth);
            (a, b, c, d) = (first.AsVector(), second.AsVector(), third.AsVector(), fourth.AsVector());
        }
    }

    /// <summary>The same of eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* rows, nint stride, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d)
    {
        // Rows four apart share a vector from the start: loading halves costs less than exchanging them afterwards.
        Vector256<float> r0 = Halves(rows, stride), r1 = Halves(rows + stride, stride);
        Vector256<float> r2 = Halves(rows + (2 * stride), stride), r3 = Halves(rows + (3 * stride), stride);
        Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble(), high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble(), high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        a = Avx.UnpackLow(low01, low23).AsSingle();
        b = Avx.UnpackHigh(low01, low23).AsSingle();
        c = Avx.UnpackLow(high01, high23).AsSingle();
        d = Avx.UnpackHigh(high01, high23).AsSingle();
    }

    // Four numbers of a row and of the fourth after it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* row, nint stride) => Vector256.Create(Vector128.Load(row), Vector128.Load(row + (4 * stride)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(float* rows, nint stride, out Vector128<float> a, out Vector128<float> b, out Vector128<float> c, out Vector128<float> d)
    {
        Vector128<float> r0 = Vector128.Load(rows), r1 = Vector128.Load(rows + stride);
        Vector128<float> r2 = Vector128.Load(rows + (2 * stride)), r3 = Vector128.Load(rows + (3 * stride));
        Vector128<float> low01 = Low(r0, r1), high01 = High(r0, r1), low23 = Low(r2, r3), high23 = High(r2, r3);
        a = Vector128.Create(low01.GetLower(), low23.GetLower());
        b = Vector128.Create(low01.GetUpper(), low23.GetUpper());
        c = Vector128.Create(high01.GetLower(), high23.GetLower());
        d = Vector128.Create(high01.GetUpper(), high23.GetUpper());
    }

    // The first two numbers of two vectors in turns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    // The last two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
