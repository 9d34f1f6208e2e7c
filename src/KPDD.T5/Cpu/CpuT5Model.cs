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

    public CpuT5Model(T5Config config, IReadOnlyDictionary<string, WeightTensor> weights)
    {
        Config = config;
        embedding = new Embedding(config, weights);
        encoder = [.. Enumerable.Range(0, config.EncoderLayers).Select(i => new EncoderBlock(config, weights, i))];
        decoder = [.. Enumerable.Range(0, config.DecoderLayers).Select(i => new DecoderBlock(config, weights, i))];
        encoderBias = Bias(config, weights, "encoder", bidirectional: true);
        decoderBias = Bias(config, weights, "decoder", bidirectional: false);
        encoderNorm = new RootMeanSquareNorm(weights["encoder.final_layer_norm.weight"], config.LayerNormEpsilon);
        decoderNorm = new RootMeanSquareNorm(weights["decoder.final_layer_norm.weight"], config.LayerNormEpsilon);
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
        return new EncodedBatch(rows, states, CrossKeysAndValues(states, rows.Total, cancellationToken));
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

        foreach (DecoderBlock block in decoder)
        {
            block.Apply(hidden, rows, position, encoded, bias, scratch);
        }

        float[] logits = scratch.Get("logits", rows.Count * Config.VocabSize);
        decoderNorm.Apply(hidden, rows.Count, hidden);
        embedding.Project(hidden, rows.Count, logits);
        return logits;
    }

    private float[][] CrossKeysAndValues(float[] states, int total, CancellationToken cancellationToken)
    {
        float[][] all = new float[decoder.Length][];
        for (int layer = 0; layer < all.Length; layer++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            all[layer] = new float[total * decoder[layer].CrossKeyValue.Outputs];
            decoder[layer].CrossKeyValue.Multiply(states, total, all[layer]);
        }

        return all;
    }

    private static RelativePositionBias Bias(T5Config config, IReadOnlyDictionary<string, WeightTensor> weights, string stack, bool bidirectional) => new(
        weights[$"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight"], config.RelativeAttentionMaxDistance, bidirectional);
}
