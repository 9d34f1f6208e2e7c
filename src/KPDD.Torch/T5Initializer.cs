using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Initial weights of a model trained from scratch.</summary>
/// <remarks>
/// The reference code draws embeddings with standard deviation 1 for Adafactor, whose steps grow with a weight's size; AdamW's do not, so here embeddings start
/// small, and the layers that write into the residual stream smaller still, that a token's identity is what the first layers see (the scheme of GPT-2).
/// The gain of each choice was not measured alone; the embedded students' model card lists the runs.
/// </remarks>
internal static class T5Initializer
{
    private const double EmbeddingDeviation = 0.05;

    /// <summary>Draws every weight from the seed; parameters are visited in the order of their names.</summary>
    public static void Initialize(T5Model model, int seed)
    {
        using var guard = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (var (name, parameter) in model.named_parameters().OrderBy(p => p.name, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            if (name.EndsWith("layer_norm.weight", StringComparison.Ordinal))
            {
                parameter.fill_(KeptScalar.One);
                continue;
            }

            if (name.EndsWith("relative_attention_bias.weight", StringComparison.Ordinal))
            {
                parameter.copy_(tensor(PositionBias(model.Config, bidirectional: name.StartsWith("encoder", StringComparison.Ordinal)), parameter.shape));
                continue;
            }

            using Scalar deviation = KeptScalar.Of(StandardDeviation(name, model.Config));
            parameter.copy_(randn(parameter.shape, generator: generator).mul(deviation));
        }
    }

    /// <summary>
    /// Biases <c>[buckets, heads]</c> that fall with the distance, steeply in the first heads and hardly in the last (the slopes of ALiBi, arXiv
    /// 2108.12409); of each pair of encoder heads one looks back and one ahead. A bias moves by about the learning rate a step, so from zero it takes long to tell near from far.
    /// </summary>
    private static float[] PositionBias(T5Config config, bool bidirectional)
    {
        const float Away = -4;
        var bias = new float[config.RelativeAttentionBuckets * config.Heads];
        int farthest = config.RelativeAttentionMaxDistance;
        for (int distance = -farthest; distance <= farthest; distance++)
        {
            int bucket = RelativePosition.Bucket(config.RelativeAttentionBuckets, config.RelativeAttentionMaxDistance, distance, bidirectional);
            for (int head = 0; head < config.Heads; head++)
            {
                float slope = MathF.Pow(2, bidirectional ? -(head / 2) : -head);
                bool away = bidirectional && distance != 0 && (head % 2 == 0) == (distance > 0);
                float value = (-slope * Math.Min(Math.Abs(distance), 8)) + (away ? Away : 0);
                bias[(bucket * config.Heads) + head] = head == config.Heads - 1 ? 0 : value;
            }
        }

        return bias;
    }

    private static double StandardDeviation(string name, T5Config config)
    {
        double residual = 0.3 * EmbeddingDeviation / Math.Sqrt(2.0 * Math.Max(config.EncoderLayers, config.DecoderLayers));
        return name.Split('.')[^2] switch
        {
            "shared" or "lm_head" => EmbeddingDeviation,
            "q" => Math.Pow((double)config.ModelWidth * config.HeadWidth, -0.5),
            "o" or "wo" => residual,
            _ => Math.Pow(config.ModelWidth, -0.5),
        };
    }
}
