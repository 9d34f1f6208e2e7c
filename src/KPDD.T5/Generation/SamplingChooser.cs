using System.Numerics.Tensors;

namespace KPDD.T5.Generation;

/// <summary>Draws a token by its probability after temperature, then top-k, then top-p.</summary>
/// <remarks>
/// Tokens are weighed in the order of their ids, so that near ties, which two engines may order differently, do not change what is drawn.
/// Tokens as likely as the last one that a filter keeps are kept too. Not thread-safe: it holds the weights it computes.
/// </remarks>
internal sealed class SamplingChooser(GenerationSettings settings) : ITokenChooser
{
    private readonly GenerationOptions options = settings.Options;
    private readonly float[] weights = new float[settings.VocabularyLimit];
    private readonly float[] sorted = new float[settings.VocabularyLimit];

    public int Choose(ReadOnlySpan<float> scores, RandomStream random)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max(scores), weights);
        TensorPrimitives.Divide(weights, (float)Math.Max(options.Temperature, float.Epsilon), weights);
        TensorPrimitives.Exp(weights, weights);
        if (options.TopK > 0 || options.TopP < 1)
        {
            Filter();
        }

        return Draw(random.NextDouble());
    }

    private void Filter()
    {
        weights.CopyTo(sorted, 0);
        Array.Sort(sorted);
        Array.Reverse(sorted);
        float least = Least();
        for (int token = 0; token < weights.Length; token++)
        {
            weights[token] = weights[token] < least ? 0 : weights[token];
        }
    }

    /// <summary>The smallest weight that the filters keep.</summary>
    private float Least()
    {
        float leastOfTopK = options.TopK > 0 ? sorted[Math.Min(options.TopK, sorted.Length) - 1] : 0;
        int cut = Array.FindIndex(sorted, weight => weight < leastOfTopK);
        ReadOnlySpan<float> kept = sorted.AsSpan(0, cut < 0 ? sorted.Length : cut);
        double wanted = options.TopP * Sum(kept);
        double reached = 0;
        foreach (float weight in kept)
        {
            reached += weight;
            if (reached >= wanted)
            {
                return weight;
            }
        }

        return kept[^1];
    }

    private int Draw(double fraction)
    {
        double left = fraction * Sum(weights);
        for (int token = 0; token < weights.Length; token++)
        {
            left -= weights[token];
            if (left < 0)
            {
                return token;
            }
        }

        // Rounding used up the sum: the last token that can occur at all.
        return Math.Max(Array.FindLastIndex(weights, weight => weight > 0), 0);
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum;
    }
}
