using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
    public static Vector128<float> Sums(Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d)
    {
        if (Avx2.IsSupported && Vector<float>.Count == Vector256<float>.Count)
        {
            Vector256<double> ab = (Avx.UnpackLow(a.AsVector256(), b.AsVector256()) + Avx.UnpackHigh(a.AsVector256(), b.AsVector256())).AsDouble();
            Vector256<double> cd = (Avx.UnpackLow(c.AsVector256(), d.AsVector256()) + Avx.UnpackHigh(c.AsVector256(), d.AsVector256())).AsDouble();
            Vector256<float> sums = Avx.UnpackLow(ab, cd).AsSingle() + Avx.UnpackHigh(ab, cd).AsSingle();
            return sums.GetLower() + sums.GetUpper();
        }

        return Vector128.Create(Vector.Sum(a), Vector.Sum(b), Vector.Sum(c), Vector.Sum(d));
    }
}
