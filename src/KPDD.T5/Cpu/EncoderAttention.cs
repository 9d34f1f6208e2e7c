namespace KPDD.T5.Cpu;

/// <summary>Self-attention of the encoder within each row; a chunk is one head of one row.</summary>
/// <param name="projected">Query, key and value of each token: <c>[total, 3 * inner]</c>.</param>
/// <param name="rows">Where each row lies.</param>
/// <param name="heads">Number of heads.</param>
/// <param name="width">Width of a head.</param>
/// <param name="bias">The bias by distance.</param>
/// <param name="output">Receives <c>[total, inner]</c>.</param>
internal sealed class EncoderAttention(float[] projected, RaggedRows rows, int heads, int width, RelativePositionBias.Table bias, float[] output)
    : ParallelWork(rows.Lengths.Length * heads, rows.Longest * ((3 * width) + 1))
{
    private readonly int inner = heads * width;

    public override void Compute(int chunk, Span<float> result)
    {
        int row = chunk / heads, head = chunk % heads;
        int length = rows.Lengths[row], size = length * width;

        // Gathered once, each key and value is then read in order by all queries.
        Span<float> keys = result.Slice(size, size), values = result.Slice(2 * size, size), scores = result.Slice(3 * size, length);
        for (int i = 0; i < length; i++)
        {
            Part(row, i, head, 1).CopyTo(keys[(i * width)..]);
            Part(row, i, head, 2).CopyTo(values[(i * width)..]);
        }

        for (int query = 0; query < length; query++)
        {
            AttentionHead.Attend(
                Part(row, query, head, 0), keys, values, bias.Row(head, query, length), scores, result.Slice(query * width, width));
        }
    }

    public override void Commit(int chunk, ReadOnlySpan<float> result)
    {
        int row = chunk / heads, head = chunk % heads;
        for (int i = 0; i < rows.Lengths[row]; i++)
        {
            result.Slice(i * width, width).CopyTo(output.AsSpan(((rows.Starts[row] + i) * inner) + (head * width)));
        }
    }

    // Query (0), key (1) or value (2) of a token in a head.
    private ReadOnlySpan<float> Part(int row, int token, int head, int part) =>
        projected.AsSpan((((rows.Starts[row] + token) * 3) + part) * inner + (head * width), width);
}
