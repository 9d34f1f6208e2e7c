namespace KPDD.T5;

/// <summary>Names and shapes of the tensors that a T5 configuration implies.</summary>
public static class T5Weights
{
    /// <summary>Most problems that a message lists.</summary>
    private const int MaxProblems = 3;

    private const string Shared = "shared.weight";
    private const string Head = "lm_head.weight";

    // Aliases of the shared embedding that some writers store too, and a bias of old checkpoints that the reference code never uses.
    private static readonly string[] EmbeddingAliases = ["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"];
    private const string UnusedBias = "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight";

    /// <summary>Each tensor of the model by its checkpoint name, with its shape.</summary>
    /// <param name="config">The model's configuration.</param>
    /// <returns>The shapes: linear layers are <c>[out, in]</c>; in the order of the network.</returns>
    public static IReadOnlyDictionary<string, int[]> ExpectedShapes(T5Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var shapes = new OrderedDictionary<string, int[]> { [Shared] = [config.VocabSize, config.ModelWidth] };
        AddStack(shapes, config, "encoder", config.EncoderLayers, crossAttention: false);
        AddStack(shapes, config, "decoder", config.DecoderLayers, crossAttention: true);
        if (!config.TiedEmbeddings)
        {
            shapes[Head] = [config.VocabSize, config.ModelWidth];
        }

        return shapes;
    }

    /// <summary>Checks that the tensors are those of the configuration and gives them under the names of <see cref="ExpectedShapes"/>.</summary>
    /// <param name="config">The model's configuration.</param>
    /// <param name="tensors">The stored tensors. Copies of the embedding (<c>encoder.embed_tokens.weight</c>, <c>decoder.embed_tokens.weight</c>,
    /// a tied <c>lm_head.weight</c>) are accepted and stand in for a missing <c>shared.weight</c>.</param>
    /// <returns>Exactly the expected tensors.</returns>
    /// <exception cref="KpddException">Tensors are missing, unknown or of the wrong shape; one message names the first three and counts the others.</exception>
    public static IReadOnlyDictionary<string, WeightTensor> Check(T5Config config, IReadOnlyDictionary<string, WeightTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tensors);
        IReadOnlyDictionary<string, int[]> expected = ExpectedShapes(config);
        var found = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach ((string name, int[] shape) in expected)
        {
            if (Find(config, tensors, name) is not { } tensor)
            {
                problems.Add($"'{name}' is missing");
            }
            else if (!tensor.Shape.SequenceEqual(shape))
            {
                problems.Add($"'{name}' has shape [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", shape)}]");
            }
            else
            {
                found[name] = tensor;
            }
        }

        problems.AddRange(tensors.Keys
            .Where(name => !expected.ContainsKey(name) && !IsRedundant(config, name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"'{name}' is unknown"));
        return problems.Count == 0 ? found : throw Mismatch(problems);
    }

    /// <summary>True for the matrices that multiply activations, which an engine may keep in int8; norms, position biases and an embedding that is only looked up stay wide.</summary>
    internal static bool IsMultiplied(T5Config config, string name) =>
        name == Shared ? config.TiedEmbeddings : !name.EndsWith("norm.weight", StringComparison.Ordinal) && !name.EndsWith("bias.weight", StringComparison.Ordinal);

    private static WeightTensor? Find(T5Config config, IReadOnlyDictionary<string, WeightTensor> tensors, string name)
    {
        if (tensors.TryGetValue(name, out WeightTensor? tensor) || name != Shared)
        {
            return tensor;
        }

        string[] copies = config.TiedEmbeddings ? [.. EmbeddingAliases, Head] : EmbeddingAliases;
        return copies.Select(tensors.GetValueOrDefault).FirstOrDefault(copy => copy is not null);
    }

    private static bool IsRedundant(T5Config config, string name) =>
        EmbeddingAliases.Contains(name) || name == UnusedBias || (config.TiedEmbeddings && name == Head);

    private static KpddException Mismatch(List<string> problems)
    {
        string listed = string.Join("; ", problems.Take(MaxProblems));
        string more = problems.Count > MaxProblems ? $"; and {problems.Count - MaxProblems} more" : string.Empty;
        return new KpddException($"The weights do not fit the model's config.json: {listed}{more}. Copy config.json and weights from the same model.");
    }

    private static void AddStack(OrderedDictionary<string, int[]> shapes, T5Config config, string stack, int layers, bool crossAttention)
    {
        for (int block = 0; block < layers; block++)
        {
            string prefix = $"{stack}.block.{block}.layer.";
            AddAttention(shapes, config, $"{prefix}0", "SelfAttention");
            if (block == 0)
            {
                // Only the first block owns a bias; the others share it.
                shapes[$"{prefix}0.SelfAttention.relative_attention_bias.weight"] = [config.RelativeAttentionBuckets, config.Heads];
            }

            if (crossAttention)
            {
                AddAttention(shapes, config, $"{prefix}1", "EncDecAttention");
            }

            AddFeedForward(shapes, config, $"{prefix}{(crossAttention ? 2 : 1)}");
        }

        shapes[$"{stack}.final_layer_norm.weight"] = [config.ModelWidth];
    }

    private static void AddAttention(OrderedDictionary<string, int[]> shapes, T5Config config, string layer, string attention)
    {
        foreach (string projection in (ReadOnlySpan<string>)["q", "k", "v"])
        {
            shapes[$"{layer}.{attention}.{projection}.weight"] = [config.InnerWidth, config.ModelWidth];
        }

        shapes[$"{layer}.{attention}.o.weight"] = [config.ModelWidth, config.InnerWidth];
        shapes[$"{layer}.layer_norm.weight"] = [config.ModelWidth];
    }

    private static void AddFeedForward(OrderedDictionary<string, int[]> shapes, T5Config config, string layer)
    {
        foreach (string projection in config.GatedFeedForward ? (ReadOnlySpan<string>)["wi_0", "wi_1"] : ["wi"])
        {
            shapes[$"{layer}.DenseReluDense.{projection}.weight"] = [config.FeedForwardWidth, config.ModelWidth];
        }

        shapes[$"{layer}.DenseReluDense.wo.weight"] = [config.ModelWidth, config.FeedForwardWidth];
        shapes[$"{layer}.layer_norm.weight"] = [config.ModelWidth];
    }
}
