using KPDD.T5;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KPDD;

/// <summary>Loads each model folder once, when it is first needed, and logs it.</summary>
/// <remarks>Thread-safe. A load that fails or is cancelled is tried again by the next caller.</remarks>
/// <param name="options">How the engine runs the students.</param>
/// <param name="logger">Where loads are logged; null, as where the container has no logging, logs nothing.</param>
internal sealed partial class StudentLoader(IOptions<KpddOptions> options, ILogger<StudentLoader>? logger = null) : IDisposable
{
    private readonly ILogger log = logger ?? NullLogger<StudentLoader>.Instance;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Dictionary<string, T5TextGenerator> loaded = new(StringComparer.Ordinal);

    /// <summary>The student of a folder.</summary>
    public async Task<T5TextGenerator> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        string key = Path.GetFullPath(folder);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!loaded.TryGetValue(key, out T5TextGenerator? student))
            {
                student = await T5TextGenerator.LoadAsync(key, options.Value.Engine ?? new CpuEngineOptions(), cancellationToken).ConfigureAwait(false);
                loaded.Add(key, student);
                LogLoaded(log, student.Description.Stage, key);
            }

            return student;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (T5TextGenerator student in loaded.Values)
        {
            student.Dispose();
        }

        loaded.Clear();
        gate.Dispose();
    }

    [LoggerMessage(1, LogLevel.Information, "Loaded the {Stage} student in '{Folder}' onto the CPU engine.")]
    private static partial void LogLoaded(ILogger logger, DistillationStage stage, string folder);
}
