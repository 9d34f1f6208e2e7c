namespace KPDD.T5;

/// <summary>What a configuration must keep to so that a model can be made of it: no division by zero, no overflow, no shape that is not there.</summary>
internal static class T5ConfigRanges
{
    // Far above any published model; a larger number is a damaged file, and would end in an overflow or in all of the memory.
    private const int MaxWidth = 1 << 17;
    private const int MaxLayers = 1000;
    private const int MaxVocabulary = 1 << 24;

    /// <summary>The first value out of its range, or null: its name in config.json, and what is wrong.</summary>
    public static (string Key, string Problem)? FirstProblem(T5Config config)
    {
        (string Key, double Value, double Least, double Most)[] ranges =
        [
            ("vocab_size", config.VocabSize, 1, MaxVocabulary),
            ("d_model", config.ModelWidth, 1, MaxWidth),
            ("d_kv", config.HeadWidth, 1, MaxWidth),
            ("d_ff", config.FeedForwardWidth, 1, MaxWidth),
            ("num_layers", config.EncoderLayers, 1, MaxLayers),
            ("num_decoder_layers", config.DecoderLayers, 1, MaxLayers),
            ("num_heads", config.Heads, 1, MaxWidth),
            // The encoder halves the buckets, and half of a half is exact: fewer than four leave none.
            ("relative_attention_num_buckets", config.RelativeAttentionBuckets, 4, MaxWidth),
            // The logarithm of this over half the buckets divides.
            ("relative_attention_max_distance", config.RelativeAttentionMaxDistance, (config.RelativeAttentionBuckets / 2) + 1, MaxVocabulary),
            ("layer_norm_epsilon", config.LayerNormEpsilon, 0, 1),
            ("pad_token_id", config.PadTokenId, 0, config.VocabSize - 1),
            ("eos_token_id", config.EosTokenId, 0, config.VocabSize - 1),
            ("decoder_start_token_id", config.DecoderStartTokenId, 0, config.VocabSize - 1),
        ];
        foreach (var (key, value, least, most) in ranges)
        {
            if (!(value >= least && value <= most))
            {
                return (key, FormattableString.Invariant($"is {value}, expected {least} to {most}"));
            }
        }

        if (!(config.DropoutRate is >= 0 and < 1))
        {
            return ("dropout_rate", FormattableString.Invariant($"is {config.DropoutRate}, expected 0 to 1 (exclusive)"));
        }

        return (long)config.Heads * config.HeadWidth <= MaxWidth
            ? null
            : ("num_heads", $"is {config.Heads}, which with d_kv {config.HeadWidth} makes an attention wider than {MaxWidth}");
    }

    /// <summary>Refuses a configuration made in code that is out of range.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it as config.json does.</exception>
    public static void Require(T5Config config, string parameter)
    {
        if (FirstProblem(config) is var (key, problem))
        {
            throw new ArgumentException($"The model's configuration is out of range: '{key}' {problem}.", parameter);
        }
    }
}
