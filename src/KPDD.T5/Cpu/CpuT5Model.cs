namespace KPDD.T5.Cpu;

/// <summary>The layers of a T5 model, with their weights in the order the CPU engine reads them. Immutable.</summary>
internal sealed class CpuT5Model
{
    private readonly EncoderBlock[] encoder;
    private readonly DecoderBlock[] decoder;
    private readonly Embedding embedding;
    private readonly RelativePositionBias encoderBias;
    private readonly RelativePositionBias decoderBias;
    private readonly RootMeanSquareNorm encoderNorm;
    private readonly RootMeanSquareNorm decoderNorm;

    public CpuT5Model(ModelParts parts)
    {
        Config = parts.Config;
        embedding = new Embedding(parts);
        encoder = [.. Enumerable.Range(0, Config.EncoderLayers).Select(i => new EncoderBlock(parts, i))];
        decoder = [.. Enumerable.Range(0, Config.DecoderLayers).Select(i => new DecoderBlock(parts, i))];
        encoderBias = parts.PositionBias("encoder", bidirectional: true);
        decoderBias = parts.PositionBias("decoder", bidirectional: false);
        encoderNorm = parts.Norm("encoder.final_layer_norm.weight");
        decoderNorm = parts.Norm("decoder.final_layer_norm.weight");
    }

    public T5Config Config { get; }

    public EncodedBatch Encode(IReadOnlyList<int[]> inputIds, CancellationToken cancellationToken)
    {
        var rows = new RaggedRows(inputIds);
        using var scratch = new Scratch();
        float[] hidden = scratch.Get("hidden", rows.Total * Config.ModelWidth);
        int at = 0;
        foreach (int token in inputIds.SelectMany(row => row))
        {
            embedding.Look(token, hidden, at++);
        }

        RelativePositionBias.Table bias = encoderBias.CreateTable(rows.Longest);
        foreach (EncoderBlock block in encoder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            block.Apply(hidden, rows, bias, scratch);
        }

        float[] states = new float[rows.Total * Config.ModelWidth];
        encoderNorm.Apply(hidden, rows.Total, states);
        return new EncodedBatch(rows, states, CrossKeysAndValues(states, rows, scratch, cancellationToken));
    }

    /// <summary>Bias table of the decoder for texts of up to <paramref name="length"/> tokens.</summary>
    public RelativePositionBias.Table CreateDecoderBias(int length) => decoderBias.CreateTable(length);

    /// <summary>Logits <c>[rows, vocab_size]</c> after one more token a row.</summary>
    public float[] Decode(
        ReadOnlySpan<int> tokens, IReadOnlyList<DecoderRow> rows, int position, EncodedBatch encoded, RelativePositionBias.Table bias, Scratch scratch)
    {
        float[] hidden = scratch.Get("hidden", rows.Count * Config.ModelWidth);
        for (int row = 0; row < tokens.Length; row++)
        {
            embedding.Look(tokens[row], hidden, row);
        }

        foreach (DecoderRow row in rows)
        {
            row.Reserve(position);
        }

        foreach (DecoderBlock block in decoder)
        {
            block.Apply(hidden, rows, position, encoded, bias, scratch);
        }

        float[] logits = scratch.Get("logits", rows.Count * Config.VocabSize);
        decoderNorm.Apply(hidden, rows.Count, hidden);
        embedding.Project(hidden, rows.Count, logits);
        return logits;
    }

    private HeadCache[][] CrossKeysAndValues(float[] states, RaggedRows rows, Scratch scratch, CancellationToken cancellationToken)
    {
        HeadCache[][] caches = new HeadCache[decoder.Length][];
        float[] keysAndValues = scratch.Get("cross keys and values", rows.Total * 2 * Config.InnerWidth);
        for (int layer = 0; layer < caches.Length; layer++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            decoder[layer].CrossKeyValue.Multiply(states, rows.Total, keysAndValues);
            float[] data = new float[rows.Total * 2 * Config.InnerWidth];
            caches[layer] = [.. rows.Lengths.Select((_, row) => ByHead(keysAndValues, rows, row, data))];
        }

        return caches;
    }

    private HeadCache ByHead(float[] keysAndValues, RaggedRows rows, int row, float[] data)
    {
        int size = 2 * Config.InnerWidth;
        int length = rows.Lengths[row], start = rows.Starts[row];
        var cache = new HeadCache(data, start * size, length, length, Config.Heads, Config.HeadWidth);
        for (int position = 0; position < length; position++)
        {
            cache.Store(position, keysAndValues.AsSpan((start + position) * size, size));
        }

        return cache;
    }
}
