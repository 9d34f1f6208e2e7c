namespace KPDD.T5;

/// <summary>One generated text, as token ids.</summary>
/// <param name="Ids">The tokens, without the start token and without the end token.</param>
/// <param name="Score">Sum of the tokens' log-probabilities (the end token's too) over the hypothesis' length to the power of the length penalty;
/// the length counts the start token and not the end token, as in the reference library.</param>
/// <param name="Truncated">True when the token limit came before the end token.</param>
public sealed record T5Hypothesis(int[] Ids, double Score, bool Truncated);
