namespace KPDD.T5.Cpu;

/// <summary>
/// Rows cut into chunks: large ones first, for the rows of a chunk share the weights that are read, then smaller ones where they may be, so that the threads that take them come
/// to an end together. Immutable.
/// </summary>
internal sealed class RowChunks
{
    /// <summary>Most rows of a chunk: as many as fit into a core's own cache beside the weights in use.</summary>
    public const int MaxRows = 64;

    // Most products take eight rows at a time, those in tiles sixteen.
    private const int Together = 8;

    private readonly List<int> ends = [];

    /// <param name="rows">Number of rows.</param>
    /// <param name="leastRows">Least rows of a chunk where there are enough for all threads.</param>
    /// <param name="threads">Threads that share the chunks.</param>
    public RowChunks(int rows, int leastRows, int threads)
    {
        int least = Math.Clamp(rows / threads, 1, leastRows);
        for (int end = 0; end < rows;)
        {
            int share = (rows - end) * 2 / (3 * threads);
            end = Math.Min(rows, end + Rounding.Up(Math.Clamp(share, least, MaxRows), Together));
            ends.Add(end);
        }
    }

    /// <summary>Number of chunks.</summary>
    public int Count => ends.Count;

    /// <summary>Rows of the first chunk, which is the largest.</summary>
    public int MostRows => ends[0];

    /// <summary>The first row of a chunk, and its number of rows.</summary>
    public (int First, int Count) Locate(int chunk)
    {
        int first = chunk == 0 ? 0 : ends[chunk - 1];
        return (first, ends[chunk] - first);
    }
}
