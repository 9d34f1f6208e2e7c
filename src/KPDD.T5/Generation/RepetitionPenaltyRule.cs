namespace KPDD.T5.Generation;

/// <summary>Makes the tokens of the sequence less likely, as proposed with CTRL (arXiv 1909.05858, section 4.1).</summary>
internal sealed class RepetitionPenaltyRule(float penalty) : ITokenRule
{
    public void Apply(ReadOnlySpan<int> sequence, Span<float> scores)
    {
        for (int i = 0; i < sequence.Length; i++)
        {
            int token = sequence[i];
            // Once a token, however often the sequence holds it.
            if (token < scores.Length && !sequence[..i].Contains(token))
            {
                scores[token] = scores[token] < 0 ? scores[token] * penalty : scores[token] / penalty;
            }
        }
    }
}
