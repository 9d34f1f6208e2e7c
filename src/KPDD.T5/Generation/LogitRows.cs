using System.Numerics.Tensors;

namespace KPDD.T5.Generation;

/// <summary>Logits <c>[rows, vocab_size]</c> of one search.</summary>
internal readonly ref struct LogitRows(ReadOnlySpan<float> values, int vocabularySize)
{
    private readonly ReadOnlySpan<float> values = values;
    private readonly int vocabularySize = vocabularySize;

    public int Count => values.Length / vocabularySize;

    public ReadOnlySpan<float> this[int row] => values.Slice(row * vocabularySize, vocabularySize);

    /// <summary>What must be taken from a logit of the row to give its log-probability: log(sum(exp(logits))).</summary>
    /// <exception cref="KpddException">The logits are not finite numbers.</exception>
    public double Normalizer(int row)
    {
        const int Chunk = 512;
        ReadOnlySpan<float> logits = this[row];
        float max = TensorPrimitives.Max(logits);
        if (!float.IsFinite(max))
        {
            throw new KpddException("The model gives numbers that are not finite: its weights are damaged or overflow. Copy the model folder again from its source.");
        }

        Span<float> buffer = stackalloc float[Chunk];
        double sum = 0;
        for (int start = 0; start < logits.Length; start += Chunk)
        {
            Span<float> part = buffer[..Math.Min(Chunk, logits.Length - start)];
            TensorPrimitives.Subtract(logits.Slice(start, part.Length), max, part);
            TensorPrimitives.Exp(part, part);
            sum += TensorPrimitives.Sum(part);
        }

        return max + Math.Log(sum);
    }
}
