namespace KPDD.T5.Cpu;

/// <summary>Work on whole rows of numbers, cut into chunks of rows: what belongs to a row stays in the cache of the core that computes it.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="rowsPerChunk">Rows of a chunk, see <see cref="RowsPerChunk"/>.</param>
/// <param name="width">Numbers that are computed for a row.</param>
/// <param name="workingSpace">Numbers that a chunk needs beside its result.</param>
internal abstract class RowWork(int rows, int rowsPerChunk, int width, int workingSpace)
    : ParallelWork((rows + rowsPerChunk - 1) / rowsPerChunk, (rowsPerChunk * width) + workingSpace)
{
    /// <summary>Most rows of a chunk: as many as fit into a core's own cache beside the weights in use.</summary>
    public const int MaxRows = 128;

    /// <summary>Rows of a chunk: as many as may be, for the rows of a chunk share the weights that are read, yet an equal share for each thread.</summary>
    public static int RowsPerChunk(int rows, int threads)
    {
        const int Together = 8;
        int chunks = Rounding.Up((rows + MaxRows - 1) / MaxRows, threads);
        return Rounding.Up((rows + chunks - 1) / chunks, Together);
    }

    public sealed override void Compute(int chunk, Span<float> result)
    {
        (int first, int count) = Locate(chunk);
        ComputeRows(first, count, result[..(count * width)], result.Slice(rowsPerChunk * width, workingSpace));
    }

    public sealed override void Commit(int chunk, ReadOnlySpan<float> result)
    {
        (int first, int count) = Locate(chunk);
        CommitRows(first, count, result[..(count * width)]);
    }

    /// <summary>Computes rows one after the other into <paramref name="result"/>.</summary>
    protected abstract void ComputeRows(int first, int count, Span<float> result, Span<float> space);

    /// <summary>Writes computed rows where they belong.</summary>
    protected abstract void CommitRows(int first, int count, ReadOnlySpan<float> result);

    private (int First, int Count) Locate(int chunk) => (chunk * rowsPerChunk, Math.Min(rowsPerChunk, rows - (chunk * rowsPerChunk)));
}
