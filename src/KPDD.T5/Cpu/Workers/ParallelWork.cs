namespace KPDD.T5.Cpu;

/// <summary>Work cut into chunks that may run on any thread, in any order, and more than once. Immutable.</summary>
/// <remarks>
/// A chunk is computed into a buffer of the thread that runs it and committed by one thread only. So a thread that waits for a chunk may compute it
/// again itself, and what a delayed thread computes too late is dropped. A late computation may read inputs that have been overwritten
/// since: it must hold them by reference, not by pointer, and take no index from them.
/// </remarks>
/// <param name="chunks">Number of chunks.</param>
/// <param name="resultLength">Numbers that the largest chunk computes.</param>
internal abstract class ParallelWork(int chunks, int resultLength)
{
    public int Chunks { get; } = chunks;

    public int ResultLength { get; } = resultLength;

    /// <summary>Computes a chunk. Depends on nothing but the chunk's number, so that every thread count gives the same bits.</summary>
    public abstract void Compute(int chunk, Span<float> result);

    /// <summary>Writes a computed chunk where it belongs.</summary>
    public abstract void Commit(int chunk, ReadOnlySpan<float> result);
}
