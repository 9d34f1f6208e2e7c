using System.Runtime.Intrinsics;

namespace KPDD.T5.Cpu;

/// <summary>Vectors of one width, so that a kernel is written once and compiled for each.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Numbers of a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* address);

    /// <summary>Loads integers and converts them, which is exact.</summary>
    static abstract TVector Load(short* address);

    static abstract TVector Create(float value);

    /// <summary>a * b + sum, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector sum);

    static abstract TVector Add(TVector a, TVector b);

    /// <summary>The quickest: what is not a number may be passed over.</summary>
    static abstract TVector MinNative(TVector a, TVector b);

    /// <summary>The quickest: what is not a number may be passed over.</summary>
    static abstract TVector MaxNative(TVector a, TVector b);

    /// <summary>The least number of one vector and the largest of another; what is not a number may be passed over.</summary>
    static abstract (float Least, float Most) Range(TVector least, TVector most);

    static abstract void Store(TVector vector, float* address);

    /// <summary>Four numbers of as many rows as a vector has lanes, as four vectors: the first number of each row, the second, and so on.</summary>
    static abstract void Transpose(float* rows, nint stride, out TVector a, out TVector b, out TVector c, out TVector d);
}
