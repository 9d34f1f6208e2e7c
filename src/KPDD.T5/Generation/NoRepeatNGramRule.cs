namespace KPDD.T5.Generation;

/// <summary>Forbids each token that would write a run of <paramref name="size"/> tokens a second time.</summary>
internal sealed class NoRepeatNGramRule(int size) : ITokenRule
{
    public void Apply(ReadOnlySpan<int> sequence, Span<float> scores)
    {
        if (sequence.Length < size)
        {
            return;
        }

        ReadOnlySpan<int> begun = sequence[^(size - 1)..];
        for (int start = 0; start + size <= sequence.Length; start++)
        {
            int last = sequence[start + size - 1];
            if (last < scores.Length && sequence.Slice(start, size - 1).SequenceEqual(begun))
            {
                scores[last] = float.NegativeInfinity;
            }
        }
    }
}
