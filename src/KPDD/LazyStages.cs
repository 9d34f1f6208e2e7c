namespace KPDD;

/// <summary>A key point extractor whose model folder is loaded by its first use.</summary>
internal sealed class LazyKeyPointExtractor(StudentLoader students, string folder) : IKeyPointExtractor
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyPoints>> ExtractAsync(
        IReadOnlyList<MathProblem> problems, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var extractor = new KeyPointExtractor(await students.LoadAsync(folder, cancellationToken).ConfigureAwait(false));
        return await extractor.ExtractAsync(problems, options, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A solver whose model folder is loaded by its first use.</summary>
internal sealed class LazySolver(StudentLoader students, string folder, RationaleKind kind, Func<ITextGenerator, ISolver> create) : ISolver
{
    /// <inheritdoc/>
    public RationaleKind Kind => kind;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SolveResult>> SolveAsync(
        IReadOnlyList<SolveRequest> requests, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ISolver solver = create(await students.LoadAsync(folder, cancellationToken).ConfigureAwait(false));
        return await solver.SolveAsync(requests, options, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>The baseline: no key points for any problem.</summary>
internal sealed class NoKeyPointExtractor : IKeyPointExtractor
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyPoints>> ExtractAsync(
        IReadOnlyList<MathProblem> problems, GenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<KeyPoints>>([.. problems.Select(_ => KeyPoints.Empty)]);
}
