namespace KPDD;

/// <summary>Turns prompts into text: the one seam between the method and the model that runs it.</summary>
/// <remarks>
/// Implementations state their own thread-safety; those of this library may be called from several threads at once.
/// Whoever creates a generator disposes it; extractors, solvers and pipelines never dispose what they are given.
/// </remarks>
public interface ITextGenerator
{
    /// <summary>Generates a text for each prompt.</summary>
    /// <param name="prompts">The prompts. An empty list gives an empty result.</param>
    /// <param name="options">How to generate; null means the model's own defaults.</param>
    /// <param name="cancellationToken">Polled at least once a generated token.</param>
    /// <returns>One result a prompt, in the order of the prompts.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<IReadOnlyList<GeneratedText>> GenerateAsync(
        IReadOnlyList<string> prompts, GenerationOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>A generator that knows the text format it was trained with, such as a model folder with a <c>kpdd.json</c>.</summary>
public interface IStudentModel : ITextGenerator
{
    /// <summary>How this student reads problems and writes key points or rationales.</summary>
    StudentDescription Description { get; }

    /// <summary>The channel student that re-ranks this student's programs (<see cref="StudentDescription.Channel"/>), or null. The student owns it: it goes with the student.</summary>
    ITextScorer? ChannelModel => null;
}

/// <summary>The text generated for one prompt.</summary>
/// <param name="Text">The best hypothesis.</param>
/// <param name="Score">Its score: the sum of token log-probabilities over length to the power of the length penalty (a beam search sums what its penalties left of them); 0 when the generator gives none.</param>
public sealed record GeneratedText(string Text, double Score = 0)
{
    private readonly IReadOnlyList<GeneratedText>? hypotheses;

    /// <summary>All hypotheses, best first; holds at least this one.</summary>
    public IReadOnlyList<GeneratedText> Hypotheses
    {
        get => hypotheses ?? [this];
        init => hypotheses = value;
    }

    /// <summary>Log-probability that the model gave each token it wrote, the end token's last; before penalties, temperature and filters. Empty when the generator gives none.</summary>
    public IReadOnlyList<double> TokenLogProbabilities { get; init; } = [];

    /// <summary>True when generation stopped at the token limit rather than at the end of the text.</summary>
    public bool Truncated { get; init; }

    /// <summary>True when the prompt was longer than the model reads, and what follows was cut off unread.</summary>
    public bool PromptTruncated { get; init; }
}
