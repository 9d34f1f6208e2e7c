namespace KPDD;

/// <summary>Extracts key points with a student: the problem's text in, its core question and information out.</summary>
/// <remarks>As thread-safe as its generator. It disposes nothing: the generator belongs to whoever created it.</remarks>
public sealed class KeyPointExtractor : IKeyPointExtractor
{
    private readonly ITextGenerator generator;
    private readonly IStudentTextFormat format;

    /// <summary>Creates the extractor.</summary>
    /// <param name="generator">The key student.</param>
    /// <param name="format">The text it reads and writes. Null: the format the student describes, plain text where it describes none.</param>
    public KeyPointExtractor(ITextGenerator generator, IStudentTextFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        this.generator = generator;
        this.format = StudentBatch.FormatOf(generator, format);
    }

    /// <inheritdoc/>
    /// <remarks>A blank question, or one the generator fails on, gives empty key points with a <see cref="KeyPoints.Diagnostic"/>.</remarks>
    /// <exception cref="ArgumentException">A problem is null, or an option is out of its range.</exception>
    /// <exception cref="KpddException">The generator's backend is missing.</exception>
    public async Task<IReadOnlyList<KeyPoints>> ExtractAsync(
        IReadOnlyList<MathProblem> problems, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        StudentBatch.RequireItems(problems, nameof(problems));
        GenerationOptions? generation = StudentBatch.CopyForOneHypothesis(options);
        IReadOnlyList<ItemOutcome<KeyPoints>> outcomes = await ItemIsolation
            .RunAsync(problems, StudentBatch.RefuseBlank, ReadBatchAsync, "Key point extraction", cancellationToken)
            .ConfigureAwait(false);
        return [.. outcomes.Select(outcome => outcome.Value ?? KeyPoints.Empty with { Diagnostic = outcome.Error })];

        async Task<IReadOnlyList<KeyPoints>> ReadBatchAsync(IReadOnlyList<MathProblem> batch)
        {
            string[] prompts = [.. batch.Select(format.FormatKeyPointPrompt)];
            IReadOnlyList<GeneratedText> texts = await StudentBatch
                .GenerateAsync(generator, prompts, generation, cancellationToken).ConfigureAwait(false);
            return [.. batch.Zip(texts, (problem, text) => format.ParseKeyPoints(problem, text.Text))];
        }
    }
}
