using System.Numerics;

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

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>The smaller of each pair of numbers; what is not a number stays so.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The larger of each pair of numbers; what is not a number stays so.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The largest number of a vector; what is not a number stays so.</summary>
    static abstract float Largest(TVector vector);

    /// <summary>Whole numbers, ties to even.</summary>
    static abstract TVector Round(TVector vector);

    /// <summary>2 to the power of whole numbers, within the range of normal numbers.</summary>
    static abstract TVector PowerOfTwo(TVector exponent);

    /// <summary>Adds as many numbers at a time as the runtime's own vector has, first ones first, so that sums are the same for all widths.</summary>
    static abstract Vector<float> AddTo(Vector<float> sums, TVector vector);

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
