namespace KPDD.T5.Cpu;

/// <summary>The layers of a T5 model, with their weights in the order the CPU engine reads them. Immutable.</summary>
internal sealed class CpuT5Model
{
    private const int TokensOfGroup = 1024;

    // What is looked up in the time that it takes to hand work to a thread.
    private const int LeastLookups = 16;

    private readonly WorkerSet workers;
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
        workers = parts.Workers;
        embedding = new Embedding(parts);
        encoder = [.. Enumerable.Range(0, Config.EncoderLayers).Select(i => new EncoderBlock(parts, i))];
        decoder = [.. Enumerable.Range(0, Config.DecoderLayers).Select(i => new DecoderBlock(parts, i))];
        encoderBias = parts.PositionBias("encoder", bidirectional: true);
        decoderBias = parts.PositionBias("decoder", bidirectional: false);
        encoderNorm = parts.Norm("encoder.final_layer_norm.weight");
        CacheFormat = new CacheFormat(Config.Heads, Config.HeadWidth, parts.IsInt8("decoder.block.0.layer.1.EncDecAttention.k.weight"));
        decoderNorm = parts.Norm("decoder.final_layer_norm.weight");
    }

    public T5Config Config { get; }

    /// <summary>The instructions of its products.</summary>
    public string Instructions => string.Join(" and ", encoder[0].Instructions.Distinct());

    /// <summary>How the decoder's keys and values are kept.</summary>
    public CacheFormat CacheFormat { get; }

    public EncodedBatch Encode(IReadOnlyList<int[]> inputIds, CancellationToken cancellationToken)
    {
        var rows = new RaggedRows(inputIds);
        var encoded = new EncodedBatch(rows, Config, CacheFormat);
        RelativePositionBias.Table bias = encoderBias.CreateTable(rows.Longest);
        using var scratch = new Scratch();
        for (int first = 0, end; first < inputIds.Count; first = end)
        {
            end = EndOfGroup(rows, first);
            int[][] texts = [.. inputIds.Skip(first).Take(end - first)];
            var group = new RaggedRows(texts);
            float[] hidden = scratch.Get("hidden", group.Total * Config.ModelWidth);
            var chunks = new RowChunks(group.Total, LeastLookups, workers.Threads);
            workers.Run(new EncoderEmbedding(embedding, [.. texts.SelectMany(text => text)], chunks, hidden));

            foreach (EncoderBlock block in encoder)
            {
                cancellationToken.ThrowIfCancellationRequested();
                block.Apply(hidden, group, bias, scratch);
            }

            hidden.AsSpan(0, group.Total * Config.ModelWidth).CopyTo(encoded.States.AsSpan(rows.Starts[first] * Config.ModelWidth));
        }

        encoderNorm.Apply(encoded.States, rows.Total, encoded.States);
        for (int layer = 0; layer < decoder.Length; layer++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            decoder[layer].StoreCrossKeysAndValues(encoded);
        }

        return encoded;
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
            embedding.Look(tokens[row], hidden.AsSpan(row * Config.ModelWidth, Config.ModelWidth));
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

    // Texts that pass through the encoder together: what lies between two layers stays small, and each text still finds the weights in the cache.
    private static int EndOfGroup(RaggedRows rows, int first)
    {
        int end = first + 1;
        while (end < rows.Lengths.Length && rows.Starts[end] + rows.Lengths[end] - rows.Starts[first] <= TokensOfGroup)
        {
            end++;
        }

        return end;
    }
}
