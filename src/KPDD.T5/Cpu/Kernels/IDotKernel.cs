namespace KPDD.T5.Cpu;

/// <summary>Dot products of rows of numbers with rows of weights, a few at a time: the innermost loops of a matrix product.</summary>
/// <remarks>
/// Each method sums in the same order (or exactly), so that an output does not depend on which of them computed it. Rows of both operands lie
/// end to end, <c>length</c> numbers each.
/// The methods fetch the rows of weights that follow theirs into the cache on their way.
/// </remarks>
/// <typeparam name="TInput">Number format of the inputs.</typeparam>
/// <typeparam name="TWeight">Number format of the weights.</typeparam>
internal unsafe interface IDotKernel<TInput, TWeight>
    where TInput : unmanaged
    where TWeight : unmanaged
{
    /// <summary>Four rows of input by three of weights: twelve sums fill the sixteen registers of AVX2 with what feeds them.</summary>
    static abstract void FourByThree(TInput* x, TWeight* weights, int length, float* y, int stride);

    /// <summary>One row of input by eight of weights: eight sums hide the latency of the multiplication.</summary>
    static abstract void OneByEight(TInput* x, TWeight* weights, int length, float* y);

    /// <summary>One row of input by one of weights.</summary>
    static abstract float One(TInput* x, TWeight* weights, int length);
}
