namespace KPDD.Core.Tests.Fakes;

/// <summary>Scores each text by a function and records what it was asked.</summary>
internal sealed class FakeScorer(Func<PromptedText, double> score) : ITextScorer
{
    public List<IReadOnlyList<PromptedText>> Batches { get; } = [];

    /// <summary>How many scores it gives, whatever it was asked.</summary>
    public int? Results { get; init; }

    public Task<IReadOnlyList<double>> ScoreAsync(IReadOnlyList<PromptedText> texts, CancellationToken cancellationToken = default)
    {
        Batches.Add(texts);
        double[] scores = [.. texts.Select(score)];
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<double>>(Results is { } results ? new double[results] : scores);
    }

    /// <summary>Scores each text by its prompt alone.</summary>
    public static FakeScorer ByPrompt(params (string Prompt, double Score)[] scores) =>
        new(text => scores.Single(entry => entry.Prompt == text.Prompt).Score);
}

/// <summary>A fake channel student: a student that scores.</summary>
internal sealed class FakeScoringStudent(StudentDescription description, FakeScorer scorer) : IStudentModel, ITextScorer
{
    public StudentDescription Description { get; } = description;

    public Task<IReadOnlyList<GeneratedText>> GenerateAsync(
        IReadOnlyList<string> prompts, GenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("It only scores.");

    public Task<IReadOnlyList<double>> ScoreAsync(IReadOnlyList<PromptedText> texts, CancellationToken cancellationToken = default) =>
        scorer.ScoreAsync(texts, cancellationToken);
}
