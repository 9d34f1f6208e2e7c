namespace KPDD;

/// <summary>Says how probable given texts are: the counterpart of <see cref="ITextGenerator"/> that reads instead of writing.</summary>
/// <remarks>Thread-safety and ownership as of <see cref="ITextGenerator"/>.</remarks>
public interface ITextScorer
{
    /// <summary>Scores texts.</summary>
    /// <param name="texts">The texts, each with the prompt it answers. An empty list gives an empty result.</param>
    /// <param name="cancellationToken">Polled at least once a token.</param>
    /// <returns>The natural logarithm of P(text | prompt), the end of the text counted; one a text, in the order of the texts. Finite and at most 0.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<IReadOnlyList<double>> ScoreAsync(IReadOnlyList<PromptedText> texts, CancellationToken cancellationToken = default);
}

/// <summary>A text and the prompt it answers.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Text">The text.</param>
public sealed record PromptedText(string Prompt, string Text);
