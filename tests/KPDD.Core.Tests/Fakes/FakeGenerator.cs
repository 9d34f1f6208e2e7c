namespace KPDD.Core.Tests.Fakes;

/// <summary>Answers each prompt with a function of the prompt and records what it was asked.</summary>
internal class FakeGenerator(Func<string, GeneratedText> write) : ITextGenerator
{
    public FakeGenerator(Func<string, string> write)
        : this(prompt => new GeneratedText(write(prompt)))
    {
    }

    public List<IReadOnlyList<string>> Batches { get; } = [];

    public GenerationOptions? LastOptions { get; private set; }

    public virtual Task<IReadOnlyList<GeneratedText>> GenerateAsync(
        IReadOnlyList<string> prompts, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Batches.Add(prompts);
        LastOptions = options;
        return Task.FromResult<IReadOnlyList<GeneratedText>>([.. prompts.Select(write)]);
    }

    /// <summary>Several hypotheses, best first, with their scores.</summary>
    public static GeneratedText Hypotheses(params (string Text, double Score)[] hypotheses)
    {
        GeneratedText[] all = [.. hypotheses.Select(h => new GeneratedText(h.Text, h.Score))];
        return all[0] with { Hypotheses = all };
    }
}

/// <summary>A fake generator that describes itself as a student.</summary>
internal sealed class FakeStudent(StudentDescription description, Func<string, GeneratedText> write) : FakeGenerator(write), IStudentModel
{
    public StudentDescription Description { get; } = description;

    public ITextScorer? ChannelModel { get; init; }
}
