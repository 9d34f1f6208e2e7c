namespace KPDD;

/// <summary>Solves problems with known answers and counts how many come out right.</summary>
/// <remarks>May be used from several threads at once. It disposes nothing it is given.</remarks>
public sealed class Evaluator
{
    private readonly TimeProvider clock;

    /// <summary>Creates the evaluator.</summary>
    /// <param name="clock">Measures the time; null for the system's clock.</param>
    public Evaluator(TimeProvider? clock = null) => this.clock = clock ?? TimeProvider.System;

    /// <summary>Evaluates a pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="problems">The problems, each with a gold answer and an id of its own.</param>
    /// <param name="options">How to evaluate; null means the defaults. Copied.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">A problem has no gold answer, two share an id, or an option is out of its range.</exception>
    /// <exception cref="KpddException">A model's backend or the Python interpreter is missing.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<EvaluationReport> EvaluateAsync(
        KpddPipeline pipeline,
        IReadOnlyList<MathProblem> problems,
        EvaluationOptions? options = null,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return EvaluateAsync(pipeline.SolveAsync, problems, options, progress, cancellationToken);
    }

    /// <summary>Evaluates a solver on the problems alone, without key points.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="problems">The problems, each with a gold answer and an id of its own.</param>
    /// <param name="options">How to evaluate; null means the defaults. Copied.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">A problem has no gold answer, two share an id, or an option is out of its range.</exception>
    /// <exception cref="KpddException">A model's backend or the Python interpreter is missing.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<EvaluationReport> EvaluateAsync(
        ISolver solver,
        IReadOnlyList<MathProblem> problems,
        EvaluationOptions? options = null,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(solver);
        return EvaluateAsync(Solve, problems, options, progress, cancellationToken);

        Task<IReadOnlyList<SolveResult>> Solve(IReadOnlyList<MathProblem> batch, GenerationOptions? generation, CancellationToken token) =>
            solver.SolveAsync([.. batch.Select(p => new SolveRequest(p))], generation, token);
    }

    /// <summary>Evaluates anything that solves problems.</summary>
    /// <param name="solve">Gives one result a problem, in the order of the problems. When it throws, the batch is split until the problem that fails stands alone; that one counts as unanswered.</param>
    /// <param name="problems">The problems, each with a gold answer and an id of its own.</param>
    /// <param name="options">How to evaluate; null means the defaults. Copied.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">A problem has no gold answer, two share an id, or an option is out of its range.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="solve"/> gave another number of results than problems, or another order.</exception>
    /// <exception cref="KpddException">A model's backend or the Python interpreter is missing.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<EvaluationReport> EvaluateAsync(
        Func<IReadOnlyList<MathProblem>, GenerationOptions?, CancellationToken, Task<IReadOnlyList<SolveResult>>> solve,
        IReadOnlyList<MathProblem> problems,
        EvaluationOptions? options = null,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(solve);
        RequireGold(problems);
        EvaluationOptions settings = options?.Clone() ?? new EvaluationOptions();
        settings.Validate();
        long start = clock.GetTimestamp();
        var items = new List<EvaluationItem>(problems.Count);
        int correct = 0;
        foreach (MathProblem[] batch in problems.Chunk(settings.BatchSize))
        {
            IReadOnlyList<ItemOutcome<SolveResult>> outcomes = await ItemIsolation
                .RunAsync(batch, _ => null, SolveBatchAsync, "Solving", cancellationToken).ConfigureAwait(false);
            items.AddRange(batch.Zip(outcomes, (problem, outcome) => EvaluationItem.Judge(problem, outcome.Value ?? Failed(problem, outcome.Error!))));
            correct += items.TakeLast(batch.Length).Count(i => i.IsCorrect(settings.Rule));
            progress?.Report(new EvaluationProgress(items.Count, problems.Count, correct));
        }

        return new EvaluationReport(items, settings.Rule, clock.GetElapsedTime(start));

        async Task<IReadOnlyList<SolveResult>> SolveBatchAsync(IReadOnlyList<MathProblem> batch)
        {
            IReadOnlyList<SolveResult> results = await solve(batch, settings.Generation?.Clone(), cancellationToken).ConfigureAwait(false);
            BatchContractException.ThrowUnlessOneEach("The solver", results.Count, batch.Count);
            RequireOrder(batch, results);
            return results;
        }
    }

    private static SolveResult Failed(MathProblem problem, string error) =>
        SolveResults.Unsolved(new SolveRequest(problem), RationaleKind.ChainOfThought, error);

    private static void RequireOrder(IReadOnlyList<MathProblem> batch, IReadOnlyList<SolveResult> results)
    {
        // Results in another order would be compared with the gold answers of other problems and pass for wrong ones.
        for (int i = 0; i < batch.Count; i++)
        {
            if (results[i].Problem.Id != batch[i].Id)
            {
                throw new BatchContractException(
                    $"The solver gave the result of problem '{results[i].Problem.Id}' in the place of '{batch[i].Id}'; results must be in the order of the problems.");
            }
        }
    }

    private static void RequireGold(IReadOnlyList<MathProblem> problems)
    {
        StudentBatch.RequireItems(problems, nameof(problems));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (MathProblem problem in problems)
        {
            if (string.IsNullOrWhiteSpace(problem.ExpectedAnswer))
            {
                throw new ArgumentException($"Problem '{problem.Id}' has no expected answer, so it cannot be judged.", nameof(problems));
            }

            if (!ids.Add(problem.Id))
            {
                throw new ArgumentException($"Two problems have the id '{problem.Id}'; ids must be unique within an evaluation.", nameof(problems));
            }
        }
    }
}
