namespace KPDD.T5.Cpu;

/// <summary>Work on whole rows of numbers, cut into chunks of rows: what belongs to a row stays in the cache of the core that computes it.</summary>
/// <param name="chunks">How the rows are cut.</param>
/// <param name="width">Numbers that are computed for a row.</param>
/// <param name="workingSpace">Numbers that a chunk needs beside its result.</param>
internal abstract class RowWork(RowChunks chunks, int width, int workingSpace) : ParallelWork(chunks.Count, (chunks.MostRows * width) + workingSpace)
{
    public sealed override void Compute(int chunk, Span<float> result)
    {
        (int first, int count) = chunks.Locate(chunk);
        ComputeRows(first, count, result[..(count * width)], result.Slice(chunks.MostRows * width, workingSpace));
    }

    public sealed override void Commit(int chunk, ReadOnlySpan<float> result)
    {
        (int first, int count) = chunks.Locate(chunk);
        CommitRows(first, count, result[..(count * width)]);
    }

    /// <summary>Computes rows one after the other into <paramref name="result"/>.</summary>
    protected abstract void ComputeRows(int first, int count, Span<float> result, Span<float> space);

    /// <summary>Writes computed rows where they belong.</summary>
    protected abstract void CommitRows(int first, int count, ReadOnlySpan<float> result);
}
