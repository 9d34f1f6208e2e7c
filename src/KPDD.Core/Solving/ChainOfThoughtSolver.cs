namespace KPDD;

/// <summary>Solves with a student that reasons in words: the answer is the number its steps end with.</summary>
/// <remarks>As thread-safe as its generator. It disposes nothing: the generator belongs to whoever created it.</remarks>
public sealed class ChainOfThoughtSolver : ISolver
{
    private readonly ITextGenerator generator;
    private readonly IStudentTextFormat format;

    /// <summary>Creates the solver.</summary>
    /// <param name="generator">The solve student, trained on chains of thought.</param>
    /// <param name="format">The text it reads and writes. Null: the format the student describes, plain text where it describes none.</param>
    public ChainOfThoughtSolver(ITextGenerator generator, IStudentTextFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        this.generator = generator;
        this.format = StudentBatch.FormatOf(generator, format);
    }

    /// <inheritdoc/>
    public RationaleKind Kind => RationaleKind.ChainOfThought;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A request is null, or an option is out of its range.</exception>
    /// <exception cref="KpddException">The generator's backend is missing.</exception>
    public async Task<IReadOnlyList<SolveResult>> SolveAsync(
        IReadOnlyList<SolveRequest> requests, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        StudentBatch.RequireItems(requests, nameof(requests));
        GenerationOptions? generation = StudentBatch.CopyForOneHypothesis(options);
        IReadOnlyList<ItemOutcome<Chain>> outcomes = await ItemIsolation
            .RunAsync(requests, request => StudentBatch.RefuseBlank(request.Problem), WriteBatchAsync, "Solving", cancellationToken)
            .ConfigureAwait(false);
        return [.. requests.Zip(outcomes, ToResult)];

        async Task<IReadOnlyList<Chain>> WriteBatchAsync(IReadOnlyList<SolveRequest> batch)
        {
            string[] prompts = [.. batch.Select(format.FormatSolvePrompt)];
            IReadOnlyList<GeneratedText> texts = await StudentBatch
                .GenerateAsync(generator, prompts, generation, cancellationToken).ConfigureAwait(false);
            return [.. batch.Zip(texts, (request, text) => new Chain(
                format.ParseRationale(request, RationaleKind.ChainOfThought, text.Text), text.PromptTruncated))];
        }
    }

    private static SolveResult ToResult(SolveRequest request, ItemOutcome<Chain> outcome) =>
        outcome.Value is { } chain
            ? SolveResults.WithNotes(SolveResults.FromChainOfThought(request, chain.Rationale), chain.PromptCut ? SolveResults.PromptCut : null)
            : SolveResults.Unsolved(request, RationaleKind.ChainOfThought, outcome.Error!);

    private sealed record Chain(Rationale Rationale, bool PromptCut);
}
