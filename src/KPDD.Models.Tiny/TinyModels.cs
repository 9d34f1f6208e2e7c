using KPDD.PythonNet;
using KPDD.T5;

namespace KPDD.Models;

/// <summary>The embedded default: small students trained from scratch by this library, ready as a pipeline on a plain CPU, without libtorch.</summary>
/// <remarks>All members may be called from several threads at once. The model card in the model folder says what the students can and cannot do.</remarks>
public static class TinyModels
{
    /// <summary>Name of the folder beside the app that holds the students.</summary>
    public const string FolderName = "kpdd-models";

    /// <summary>Loads the students of one rationale kind into a pipeline that owns them.</summary>
    /// <param name="kind">How the solve student reasons.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <returns>The pipeline; the caller disposes it, and with it the students and the Python process.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    /// <exception cref="KpddException">A student is missing or its files are broken.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<KpddPipeline> LoadPipelineAsync(
        RationaleKind kind = RationaleKind.ProgramOfThought, CancellationToken cancellationToken = default) =>
        LoadPipelineAsync(kind, new TinyPipelineOptions(), cancellationToken);

    /// <summary>Loads the students of one rationale kind into a pipeline that owns them.</summary>
    /// <param name="kind">How the solve student reasons.</param>
    /// <param name="options">What the pipeline consists of.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <returns>The pipeline; the caller disposes it, and with it the students and the Python process.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or <paramref name="kind"/> is no member of the enumeration.</exception>
    /// <exception cref="KpddException">A student is missing or its files are broken.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<KpddPipeline> LoadPipelineAsync(
        RationaleKind kind, TinyPipelineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        string solveFolder = ModelFolder(DistillationStage.Solve, kind);
        CpuEngineOptions engine = options.Engine?.Clone() ?? new CpuEngineOptions();
        engine.Validate();
        var parts = new OwnedParts();
        try
        {
            KeyPointExtractor? extractor = options.UseKeyPoints
                ? new KeyPointExtractor(await LoadAsync(ModelFolder(DistillationStage.KeyPoints)).ConfigureAwait(false))
                : null;
            ISolver solver = kind == RationaleKind.ChainOfThought
                ? new ChainOfThoughtSolver(await LoadAsync(solveFolder).ConfigureAwait(false))
                : new ProgramOfThoughtSolver(
                    await LoadAsync(solveFolder).ConfigureAwait(false),
                    parts.Add(new PythonProgramExecutor(options.Python)),
                    options.Programs);
            return new KpddPipeline(extractor, solver, parts);
        }
        catch
        {
            // Half a pipeline has no owner yet.
            await parts.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        async Task<T5TextGenerator> LoadAsync(string folder) =>
            parts.Add(await T5TextGenerator.LoadAsync(folder, engine, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The folder of one embedded student, in the model hub's own layout plus <c>kpdd.json</c>.</summary>
    /// <param name="stage">What the student does.</param>
    /// <param name="kind">How it reasons; of no meaning for the key student; the channel student is the program student's.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of its enumeration.</exception>
    /// <exception cref="KpddException">The folder is missing.</exception>
    public static string ModelFolder(DistillationStage stage, RationaleKind kind = RationaleKind.ProgramOfThought)
    {
        string name = (stage, kind) switch
        {
            (DistillationStage.KeyPoints, _) => "key",
            (DistillationStage.Solve, RationaleKind.ProgramOfThought) => "pot",
            (DistillationStage.Solve, RationaleKind.ChainOfThought) => "cot",
            (DistillationStage.Solve, _) => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a rationale kind."),
            (DistillationStage.Channel, _) => "channel",
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Not a stage."),
        };
        string folder = Path.Combine(AppContext.BaseDirectory, FolderName, name);
        return T5TextGenerator.IsModelFolder(folder)
            ? folder
            : throw new KpddException(
                $"The embedded student '{name}' is missing: '{folder}' holds no model. " +
                "Remedy: reference KPDD.Models.Tiny from the app itself and build it again, or name a model folder of your own.");
    }
}
