namespace KPDD;

/// <summary>Solves with a student that writes Python programs: proposes several, runs them, and answers with the value most of them support.</summary>
/// <remarks>
/// As thread-safe as its generator and executor. It disposes nothing: both belong to whoever created them.
/// Programs are untrusted; keeping them away from the host is the executor's task.
/// </remarks>
public sealed class ProgramOfThoughtSolver : ISolver
{
    private readonly ITextGenerator generator;
    private readonly CandidateRunner runner;
    private readonly IStudentTextFormat format;
    private readonly ProgramOfThoughtOptions options;
    private readonly ICandidateSelector selector;
    private readonly bool votesWithoutKeyPoints;

    /// <summary>Creates the solver.</summary>
    /// <param name="generator">The solve student, trained on programs.</param>
    /// <param name="executor">Runs its programs.</param>
    /// <param name="options">How programs are proposed and chosen; null means the defaults. Copied.</param>
    /// <param name="format">The text it reads and writes. Null: the format the student describes, plain text where it describes none.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ProgramOfThoughtSolver(
        ITextGenerator generator, IProgramExecutor executor, ProgramOfThoughtOptions? options = null, IStudentTextFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(executor);
        this.options = options?.Clone() ?? new ProgramOfThoughtOptions();
        this.options.Validate();
        this.generator = generator;
        this.format = StudentBatch.FormatOf(generator, format);
        votesWithoutKeyPoints = this.options.ExecutionGuided && (this.options.VoteWithoutKeyPoints ?? Described?.VoteWithoutKeyPoints ?? false);
        runner = new CandidateRunner(executor);
        selector = this.options.Selector ?? new AnswerVoteSelector(this.options.Plausibility);
    }

    /// <inheritdoc/>
    public RationaleKind Kind => RationaleKind.ProgramOfThought;

    private StudentDescription? Described => (generator as IStudentModel)?.Description;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A request is null, or an option is out of its range.</exception>
    /// <exception cref="KpddException">The generator's backend or the executor's interpreter is missing.</exception>
    public async Task<IReadOnlyList<SolveResult>> SolveAsync(
        IReadOnlyList<SolveRequest> requests, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        StudentBatch.RequireItems(requests, nameof(requests));
        GenerationOptions? generation = ForCandidates(options);
        IReadOnlyList<ItemOutcome<Proposals>> outcomes = await ItemIsolation
            .RunAsync(requests, request => StudentBatch.RefuseBlank(request.Problem), ProposeBatchAsync, "Solving", cancellationToken)
            .ConfigureAwait(false);

        var results = new SolveResult[requests.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = this.options.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, requests.Count, parallel, async (i, token) =>
        {
            results[i] = await RunAndChooseAsync(requests[i], outcomes[i], token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return results;

        async Task<IReadOnlyList<Proposals>> ProposeBatchAsync(IReadOnlyList<SolveRequest> batch)
        {
            SolveRequest[][] readings = [.. batch.Select(Readings)];
            string[] prompts = [.. readings.SelectMany(reading => reading).Select(format.FormatSolvePrompt)];
            IReadOnlyList<GeneratedText> texts = await StudentBatch
                .GenerateAsync(generator, prompts, generation, cancellationToken).ConfigureAwait(false);
            var next = new Queue<GeneratedText>(texts);
            return [.. readings.Select(reading =>
            {
                (SolveRequest Request, GeneratedText Text)[] written = [.. reading.Select(request => (request, next.Dequeue()))];
                return new Proposals(
                    [.. written.SelectMany(pair => Parse(pair.Request, pair.Text)).OrderByDescending(proposal => proposal.Score)],
                    written.Any(pair => pair.Text.PromptTruncated));
            })];
        }
    }

    /// <summary>The request, and where both readings vote the same without key points.</summary>
    private SolveRequest[] Readings(SolveRequest request) =>
        votesWithoutKeyPoints && request.KeyPoints is not null
            ? [request, request with { KeyPoints = null }]
            : [request];

    private IEnumerable<(Rationale Program, double Score)> Parse(SolveRequest request, GeneratedText text)
    {
        IEnumerable<GeneratedText> hypotheses = options.ExecutionGuided ? text.Hypotheses : [text];
        return hypotheses.Select(hypothesis => (format.ParseRationale(request, RationaleKind.ProgramOfThought, hypothesis.Text), hypothesis.Score));
    }

    private async Task<SolveResult> RunAndChooseAsync(
        SolveRequest request, ItemOutcome<Proposals> outcome, CancellationToken cancellationToken)
    {
        if (outcome.Value is not { } proposals)
        {
            return SolveResults.Unsolved(request, RationaleKind.ProgramOfThought, outcome.Error!);
        }

        IReadOnlyList<ProgramCandidate> candidates = await runner.RunAsync(proposals.Hypotheses, cancellationToken).ConfigureAwait(false);
        return SolveResults.NotePromptCut(SolveResults.FromCandidate(request, selector.Choose(request.Problem, candidates)), proposals.PromptCut);
    }

    /// <summary>The caller's options, asking for as many hypotheses as there are beams.</summary>
    private GenerationOptions? ForCandidates(GenerationOptions? given)
    {
        // Votes weigh by probability, so a score is the plain sum of log-probabilities, not divided by the length.
        GenerationOptions generation = StudentBatch.Copy(given) ?? new GenerationOptions { LengthPenalty = 0 };
        if (generation.Sample)
        {
            // Samples come one a prompt; MajorityVoteSolver draws several.
            return generation;
        }

        generation.NumBeams ??= options.Candidates ?? Described?.NumBeams;
        generation.NumReturnSequences = options.ExecutionGuided ? generation.NumBeams : null;
        return generation;
    }

    private sealed record Proposals(IReadOnlyList<(Rationale Program, double Score)> Hypotheses, bool PromptCut);
}
