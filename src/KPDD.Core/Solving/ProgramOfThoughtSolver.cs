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
    private readonly ChannelReranker? reranker;

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
        reranker = this.options.ExecutionGuided ? CreateReranker() : null;
        selector = this.options.Selector ?? new AnswerVoteSelector(this.options.Plausibility);
    }

    /// <inheritdoc/>
    public RationaleKind Kind => RationaleKind.ProgramOfThought;

    private StudentDescription? Described => (generator as IStudentModel)?.Description;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A request is null, or an option is out of its range.</exception>
    /// <exception cref="KpddException">The generator's or the channel model's backend or the executor's interpreter is missing.</exception>
    public async Task<IReadOnlyList<SolveResult>> SolveAsync(
        IReadOnlyList<SolveRequest> requests, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        StudentBatch.RequireItems(requests, nameof(requests));
        GenerationOptions? generation = ForCandidates(options);
        IReadOnlyList<ItemOutcome<Proposals>> outcomes = await ItemIsolation
            .RunAsync(requests, request => StudentBatch.RefuseBlank(request.Problem), ProposeBatchAsync, "Solving", cancellationToken)
            .ConfigureAwait(false);

        var candidates = new IReadOnlyList<ProgramCandidate>[requests.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = this.options.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, requests.Count, parallel, async (i, token) =>
        {
            candidates[i] = outcomes[i].Value is { } proposals ? await runner.RunAsync(proposals.Hypotheses, token).ConfigureAwait(false) : [];
        }).ConfigureAwait(false);

        IReadOnlyList<RankedCandidates> ranked = reranker is null
            ? [.. candidates.Select(proposed => new RankedCandidates(proposed, null))]
            : await reranker.RerankAsync([.. requests.Select((request, i) => new Contest(request.Problem, candidates[i]))], cancellationToken).ConfigureAwait(false);
        return [.. requests.Select((request, i) => Choose(request, outcomes[i], ranked[i]))];

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
        return hypotheses.Select(hypothesis => (format.ParseRationale(request, RationaleKind.ProgramOfThought, hypothesis.Text), ScoreOf(hypothesis)));
    }

    // Beside the channel's, a score must be a log-probability, also where the caller's options divide it by the length.
    private double ScoreOf(GeneratedText hypothesis) =>
        reranker is not null && hypothesis.TokenLogProbabilities is { Count: > 0 } tokens ? tokens.Sum() : hypothesis.Score;

    private SolveResult Choose(SolveRequest request, ItemOutcome<Proposals> outcome, RankedCandidates ranked) =>
        outcome.Value is { } proposals
            ? SolveResults.WithNotes(
                SolveResults.FromCandidate(request, selector.Choose(request.Problem, ranked.Candidates)), proposals.PromptCut ? SolveResults.PromptCut : null, ranked.Error)
            : SolveResults.Unsolved(request, RationaleKind.ProgramOfThought, outcome.Error!);

    /// <summary>The re-ranker of the options' channel model, or of the student's own; null where there is none or it counts for nothing.</summary>
    private ChannelReranker? CreateReranker()
    {
        double weight = options.ChannelWeight ?? Described?.Channel?.Weight ?? StudentChannel.DefaultWeight;
        return weight > 0 && (options.ChannelModel ?? (generator as IStudentModel)?.ChannelModel) is { } channel
            ? new ChannelReranker(channel, weight, format)
            : null;
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
