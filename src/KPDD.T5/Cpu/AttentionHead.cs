using System.Numerics.Tensors;

namespace KPDD.T5.Cpu;

/// <summary>Attention of one query in one head.</summary>
internal static class AttentionHead
{
    /// <summary>Averages values by the softmax of query · key (+ bias); T5 does not scale the product.</summary>
    /// <param name="query">The query; its length is the head's width.</param>
    /// <param name="keys">Begins with the head's part of the first key; key i lies <paramref name="stride"/> times i further on.</param>
    /// <param name="values">The values, laid out like the keys.</param>
    /// <param name="stride">Elements from one key to the next.</param>
    /// <param name="bias">One number a key, or empty for none.</param>
    /// <param name="scores">Working space; its length is the number of keys.</param>
    /// <param name="output">Receives the average; as long as the query.</param>
    public static void Attend(
        ReadOnlySpan<float> query,
        ReadOnlySpan<float> keys,
        ReadOnlySpan<float> values,
        int stride,
        ReadOnlySpan<float> bias,
        Span<float> scores,
        Span<float> output)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = TensorPrimitives.Dot(query, keys.Slice(i * stride, query.Length));
        }

        if (!bias.IsEmpty)
        {
            TensorPrimitives.Add(scores, bias, scores);
        }

        // Subtracting the maximum keeps exp finite; the largest weight becomes 1, so the sum is at least 1.
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max(scores), scores);
        TensorPrimitives.Exp(scores, scores);
        TensorPrimitives.Multiply(scores, 1 / TensorPrimitives.Sum(scores), scores);
        output.Clear();
        for (int i = 0; i < scores.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(values.Slice(i * stride, output.Length), scores[i], output, output);
        }
    }
}
