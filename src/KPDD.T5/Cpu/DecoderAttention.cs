using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>Attention of one new token a row over the keys of its row.</summary>
internal sealed class DecoderAttention : ParallelWork
{
    /// <summary>Rows from which a chunk is a whole row and no longer a head.</summary>
    private const int RowsForWholeRows = 8;

    private readonly float[] queries;
    private readonly int queryStride;
    private readonly HeadCache[] caches;
    private readonly RelativePositionBias.Table? bias;
    private readonly float[] output;
    private readonly int heads;
    private readonly int width;
    private readonly int headsPerChunk;

    /// <param name="queries">Each row's query, head by head.</param>
    /// <param name="queryStride">Numbers from one row's query to the next.</param>
    /// <param name="caches">Each row's keys and values.</param>
    /// <param name="bias">The bias by distance; null for none. The query then counts as the last of its keys.</param>
    /// <param name="output">Receives <c>[rows, inner]</c>.</param>
    public DecoderAttention(float[] queries, int queryStride, HeadCache[] caches, RelativePositionBias.Table? bias, float[] output)
        : base(
            caches.Length * (caches[0].Format.Heads / HeadsPerChunk(caches)),
            (HeadsPerChunk(caches) * caches[0].Format.Width) + HeadCache.RoundUp(caches.Max(cache => cache.Count)))
    {
        this.queries = queries;
        this.queryStride = queryStride;
        this.caches = caches;
        this.bias = bias;
        this.output = output;
        heads = caches[0].Format.Heads;
        width = caches[0].Format.Width;
        headsPerChunk = HeadsPerChunk(caches);
    }

    /// <summary>Multiplications of the whole work.</summary>
    public long Multiplications => caches.Sum(cache => 2L * cache.Count * heads * width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Compute(int chunk, Span<float> result)
    {
        (int row, int first) = Locate(chunk);
        HeadCache cache = caches[row];
        Span<float> scores = result.Slice(headsPerChunk * width, HeadCache.RoundUp(cache.Count));
        for (int i = 0; i < headsPerChunk; i++)
        {
            int head = first + i;
            AttentionHead.Attend(
                queries.AsSpan((row * queryStride) + (head * width), width),
                cache,
                head,
                bias is null ? [] : bias.Row(head, cache.Count - 1, cache.Count),
                scores,
                result.Slice(i * width, width));
        }
    }

    public override void Commit(int chunk, ReadOnlySpan<float> result)
    {
        (int row, int first) = Locate(chunk);
        result[..(headsPerChunk * width)].CopyTo(output.AsSpan(((row * heads) + first) * width));
    }

    private static int HeadsPerChunk(HeadCache[] caches) => caches.Length < RowsForWholeRows ? 1 : caches[0].Format.Heads;

    private (int Row, int FirstHead) Locate(int chunk)
    {
        int chunksPerRow = heads / headsPerChunk;
        return (chunk / chunksPerRow, chunk % chunksPerRow * headsPerChunk);
    }
}
