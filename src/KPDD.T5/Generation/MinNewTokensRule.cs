namespace KPDD.T5.Generation;

/// <summary>Forbids the end token until enough tokens are written.</summary>
internal sealed class MinNewTokensRule(int minimum, int eosTokenId) : ITokenRule
{
    public void Apply(ReadOnlySpan<int> sequence, Span<float> scores)
    {
        int written = sequence.Length - 1;
        if (written < minimum && eosTokenId < scores.Length)
        {
            scores[eosTokenId] = float.NegativeInfinity;
        }
    }
}
