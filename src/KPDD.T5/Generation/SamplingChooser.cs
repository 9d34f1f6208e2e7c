using System.Numerics.Tensors;

namespace KPDD.T5.Generation;

/// <summary>Draws a token by its probability after temperature, then top-k, then top-p.</summary>
/// <remarks>Each path has its own, seeded by the caller's seed, the prompt's number and the path's number: a draw does not depend on the batch.</remarks>
internal sealed class SamplingChooser(GenerationOptions options, int row, int path) : ITokenChooser
{
    private readonly Random random = new(Mix(options.Seed, row, path));

    public int Choose(ReadOnlySpan<float> logits)
    {
        float[] weights = new float[logits.Length];
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), weights);
        TensorPrimitives.Divide(weights, (float)Math.Max(options.Temperature, float.Epsilon), weights);
        TensorPrimitives.Exp(weights, weights);
        int[] tokens = [.. Enumerable.Range(0, weights.Length)];
        return tokens[Draw(weights, Filter(weights, tokens))];
    }

    /// <summary>Sorts the tokens that may be drawn to the front, where a filter is on, and gives their number.</summary>
    private int Filter(float[] weights, int[] tokens)
    {
        if (options.TopK == 0 && options.TopP >= 1)
        {
            return weights.Length;
        }

        Array.Sort(weights, tokens);
        Array.Reverse(weights);
        Array.Reverse(tokens);
        int count = options.TopK == 0 ? weights.Length : Math.Min(options.TopK, weights.Length);
        double wanted = options.TopP * Sum(weights, count);
        double reached = 0;
        for (int i = 0; i < count; i++)
        {
            reached += weights[i];
            if (reached >= wanted)
            {
                return i + 1;
            }
        }

        return count;
    }

    private int Draw(float[] weights, int count)
    {
        double left = random.NextDouble() * Sum(weights, count);
        for (int i = 0; i < count; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        // Rounding used up the sum: the last token that can occur at all.
        return Math.Max(Array.FindLastIndex(weights, count - 1, weight => weight > 0), 0);
    }

    private static double Sum(float[] weights, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += weights[i];
        }

        return sum;
    }

    // HashCode would differ from process to process; these odd constants spread neighbouring numbers far apart.
    private static int Mix(int seed, int row, int path)
    {
        ulong mixed = 0x9E3779B97F4A7C15UL;
        foreach (int part in (ReadOnlySpan<int>)[seed, row, path])
        {
            mixed = (mixed ^ (uint)part) * 0xD6E8FEB86659FD93UL;
            mixed ^= mixed >> 32;
        }

        return (int)mixed;
    }
}
