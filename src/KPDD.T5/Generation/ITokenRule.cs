namespace KPDD.T5.Generation;

/// <summary>Changes the scores of the tokens that may come next. Holds no state.</summary>
internal interface ITokenRule
{
    /// <summary>Changes the scores in place.</summary>
    /// <param name="sequence">The decoder's start token and the tokens written so far.</param>
    /// <param name="scores">The logit, or in a beam search the log-probability, of each token; negative infinity forbids it.</param>
    void Apply(ReadOnlySpan<int> sequence, Span<float> scores);
}
