namespace KPDD.T5.Cpu;

/// <summary>The vectors of the encoder's tokens: an int8 one is scattered over its panel, so that looking it up takes as long as memory takes to bring sixteen.</summary>
/// <param name="embedding">The embedding.</param>
/// <param name="tokens">The tokens.</param>
/// <param name="chunks">How the tokens are cut.</param>
/// <param name="hidden">Receives the hidden states <c>[rows, d_model]</c>.</param>
internal sealed class EncoderEmbedding(Embedding embedding, int[] tokens, RowChunks chunks, float[] hidden) : RowWork(chunks, embedding.Width, workingSpace: 0)
{
    protected override void ComputeRows(int first, int count, Span<float> result, Span<float> space)
    {
        for (int row = 0; row < count; row++)
        {
            embedding.Look(tokens[first + row], result.Slice(row * embedding.Width, embedding.Width));
        }
    }

    protected override void CommitRows(int first, int count, ReadOnlySpan<float> result) => result.CopyTo(hidden.AsSpan(first * embedding.Width));
}
