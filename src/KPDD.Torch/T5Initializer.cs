using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Initial weights of a model trained from scratch, as the reference code draws them (<c>_init_weights</c>, factor 1).</summary>
internal static class T5Initializer
{
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
                parameter.fill_(1);
                continue;
            }

            Tensor drawn = randn(parameter.shape, generator: generator) * StandardDeviation(name, model.Config);
            parameter.copy_(drawn);
        }
    }

    private static double StandardDeviation(string name, T5Config config)
    {
        string[] path = name.Split('.');
        return path[^2] switch
        {
            "shared" or "lm_head" => 1.0,
            "q" => Math.Pow((double)config.ModelWidth * config.HeadWidth, -0.5),
            "o" => Math.Pow(config.InnerWidth, -0.5),
            "wo" => Math.Pow(config.FeedForwardWidth, -0.5),
            _ => Math.Pow(config.ModelWidth, -0.5),
        };
    }
}
