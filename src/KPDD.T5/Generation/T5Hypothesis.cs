namespace KPDD.T5;

/// <summary>One generated text, as token ids.</summary>
/// <param name="Ids">The tokens, without the start token and without the end token.</param>
/// <param name="Score">
/// Sum of the tokens' log-probabilities (the end token's too) over the hypothesis' length to the power of the length penalty;
/// the length counts the start token and not the end token, as in the reference library. A beam search sums the log-probabilities
/// as the repetition penalty left them; greedy search and sampling sum the model's own.
/// </param>
/// <param name="Truncated">True when the text stopped before the end token: at the token limit, or where every token was forbidden.</param>
public sealed record T5Hypothesis(int[] Ids, double Score, bool Truncated)
{
    /// <summary>The model's own log-probability of each token of <see cref="Ids"/>, before penalties, temperature and filters, then of the end token where the text has one.</summary>
    public IReadOnlyList<double> TokenLogProbabilities { get; init; } = [];
}
