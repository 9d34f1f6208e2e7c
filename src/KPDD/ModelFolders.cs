using KPDD.PythonNet;
using KPDD.T5;

namespace KPDD;

/// <summary>Makes pipelines from model folders, on the plain CPU engine.</summary>
/// <remarks>All members may be called from several threads at once.</remarks>
public static class ModelFolders
{
    /// <summary>Loads students into a pipeline that owns them.</summary>
    /// <param name="solveFolder">Model folder of the solve student; its <c>kpdd.json</c> says how it reasons.</param>
    /// <param name="keyFolder">Model folder of the key student; null solves from the question alone (the baseline).</param>
    /// <param name="kind">
    /// How the solve student must reason; null takes what its folder says. Where the folder has no <c>kpdd.json</c> that says it, this does
    /// (null: programs).
    /// </param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <returns>The pipeline; the caller disposes it, and with it the students and the Python process.</returns>
    /// <exception cref="ArgumentException">A folder's name is blank, or <paramref name="kind"/> is no member of the enumeration.</exception>
    /// <exception cref="KpddException">
    /// A folder is missing, its files are broken, or its <c>kpdd.json</c> names another stage or another kind than asked for.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<KpddPipeline> LoadPipelineAsync(
        string solveFolder, string? keyFolder = null, RationaleKind? kind = null, CancellationToken cancellationToken = default) =>
        LoadPipelineAsync(solveFolder, keyFolder, kind, new CpuEngineOptions(), cancellationToken);

    /// <summary>Loads students with a weight format and a number of threads into a pipeline that owns them.</summary>
    /// <param name="solveFolder">Model folder of the solve student; its <c>kpdd.json</c> says how it reasons.</param>
    /// <param name="keyFolder">Model folder of the key student; null solves from the question alone (the baseline).</param>
    /// <param name="kind">How the solve student must reason; null takes what its folder says, or programs.</param>
    /// <param name="engine">How the engine runs both students; copied.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <returns>The pipeline; the caller disposes it, and with it the students and the Python process.</returns>
    /// <exception cref="ArgumentException">A folder's name is blank, an option is out of its range, or <paramref name="kind"/> is no member of the enumeration.</exception>
    /// <exception cref="KpddException">
    /// A folder is missing, its files are broken, or its <c>kpdd.json</c> names another stage or another kind than asked for.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<KpddPipeline> LoadPipelineAsync(
        string solveFolder, string? keyFolder, RationaleKind? kind, CpuEngineOptions engine, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(solveFolder);
        ArgumentNullException.ThrowIfNull(engine);
        CpuEngineOptions resolved = engine.Clone();
        resolved.Validate();
        if (kind is { } asked && !Enum.IsDefined(asked))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a rationale kind.");
        }

        // Contradictions come to light before the weights are read.
        StudentFolder.RequireStage(solveFolder, DistillationStage.Solve);
        RationaleKind reasoning = StudentFolder.KindOf(solveFolder, kind);
        if (keyFolder is not null)
        {
            StudentFolder.RequireStage(keyFolder, DistillationStage.KeyPoints);
        }

        var parts = new OwnedParts();
        try
        {
            KeyPointExtractor? extractor = keyFolder is null ? null : new KeyPointExtractor(await LoadAsync(keyFolder).ConfigureAwait(false));
            T5TextGenerator student = await LoadAsync(solveFolder).ConfigureAwait(false);
            ISolver solver = reasoning == RationaleKind.ChainOfThought
                ? new ChainOfThoughtSolver(student)
                : new ProgramOfThoughtSolver(student, parts.Add(new PythonProgramExecutor()));
            return new KpddPipeline(extractor, solver, parts);
        }
        catch
        {
            // Half a pipeline has no owner yet.
            await parts.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        async Task<T5TextGenerator> LoadAsync(string folder) =>
            parts.Add(await T5TextGenerator.LoadAsync(folder, resolved, cancellationToken).ConfigureAwait(false));
    }
}
