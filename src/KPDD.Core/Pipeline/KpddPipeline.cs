namespace KPDD;

/// <summary>The whole method at solving time: key points, then rationale, then answer.</summary>
/// <remarks>
/// As thread-safe as its stages. Stages belong to whoever created them; a pipeline disposes only what it was told it owns, so one
/// built by hand needs no disposal. Without an extractor it is the plain CoT/PoT distillation baseline.
/// </remarks>
public sealed class KpddPipeline : IAsyncDisposable, IDisposable
{
    private readonly IKeyPointExtractor? extractor;
    private readonly ISolver solver;
    private IAsyncDisposable? owned;

    /// <summary>Creates the pipeline.</summary>
    /// <param name="extractor">First stage, or null to solve from the question alone.</param>
    /// <param name="solver">Second stage.</param>
    /// <param name="owned">What to dispose with the pipeline, such as <see cref="OwnedParts"/>; null when the caller disposes the parts.</param>
    public KpddPipeline(IKeyPointExtractor? extractor, ISolver solver, IAsyncDisposable? owned = null)
    {
        ArgumentNullException.ThrowIfNull(solver);
        this.extractor = extractor;
        this.solver = solver;
        this.owned = owned;
    }

    /// <summary>Solves a batch.</summary>
    /// <param name="problems">The problems. An empty list gives an empty result.</param>
    /// <param name="options">How both stages generate; null means each model's own defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One result a problem, in the order of the problems. A blank question, or a problem a stage fails on, is a result with a diagnostic.</returns>
    /// <exception cref="ArgumentException">A problem is null, or an option is out of its range.</exception>
    /// <exception cref="KpddException">A model's backend or the Python interpreter is missing.</exception>
    /// <exception cref="InvalidOperationException">A stage gave another number of results than problems.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<SolveResult>> SolveAsync(
        IReadOnlyList<MathProblem> problems, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        StudentBatch.RequireItems(problems, nameof(problems));
        GenerationOptions? generation = StudentBatch.Copy(options);
        IReadOnlyList<ItemOutcome<SolveRequest>> requests = await ItemIsolation
            .RunAsync(problems, StudentBatch.RefuseBlank, ReadBatchAsync, "Key point extraction", cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<ItemOutcome<SolveResult>> results = await ItemIsolation
            .RunAsync(requests, Refuse, SolveBatchAsync, "Solving", cancellationToken)
            .ConfigureAwait(false);
        return [.. problems.Select((problem, i) => results[i].Value ?? Failed(problem, requests[i].Value, results[i].Error!))];

        async Task<IReadOnlyList<SolveRequest>> ReadBatchAsync(IReadOnlyList<MathProblem> batch)
        {
            if (extractor is null)
            {
                return [.. batch.Select(problem => new SolveRequest(problem))];
            }

            IReadOnlyList<KeyPoints> points = await extractor.ExtractAsync(batch, generation?.Clone(), cancellationToken).ConfigureAwait(false);
            BatchContractException.ThrowUnlessOneEach(extractor.GetType().Name, points.Count, batch.Count);
            return [.. batch.Zip(points, (problem, keyPoints) => new SolveRequest(problem, keyPoints))];
        }

        async Task<IReadOnlyList<SolveResult>> SolveBatchAsync(IReadOnlyList<ItemOutcome<SolveRequest>> batch)
        {
            SolveRequest[] ready = [.. batch.Select(item => WithoutEmptyKeyPoints(item.Value!))];
            return await solver.SolveAsync(ready, generation?.Clone(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Disposes what the pipeline owns.</summary>
    /// <returns>A task that ends when everything is disposed.</returns>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref owned, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Disposes what the pipeline owns, waiting for it.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static string? Refuse(ItemOutcome<SolveRequest> item) => item.Error ?? item.Value!.KeyPoints?.Diagnostic;

    // Key points that say nothing would only fill the prompt with empty labels: such a problem is solved from its question alone.
    private static SolveRequest WithoutEmptyKeyPoints(SolveRequest request) =>
        request.KeyPoints is { IsEmpty: true } ? request with { KeyPoints = null } : request;

    private SolveResult Failed(MathProblem problem, SolveRequest? request, string diagnostic) =>
        SolveResults.Unsolved(WithoutEmptyKeyPoints(request ?? new SolveRequest(problem)), solver.Kind, diagnostic);
}
