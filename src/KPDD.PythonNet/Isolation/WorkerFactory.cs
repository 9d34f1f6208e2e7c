using KPDD.PythonNet.Discovery;

namespace KPDD.PythonNet.Isolation;

/// <summary>Starts workers: searches an interpreter that really becomes a worker behind the wanted walls, then stays with it. Thread-safe.</summary>
internal sealed class WorkerFactory(PythonExecutorOptions options) : IDisposable
{
    private readonly SemaphoreSlim searching = new(1, 1);
    private volatile string? interpreter;

    /// <summary>Starts a worker.</summary>
    /// <exception cref="KpddException">No interpreter becomes one; the message lists what was tried and the remedy.</exception>
    public async Task<WorkerProcess> StartAsync(bool hasLibraries, CancellationToken cancellationToken)
    {
        if (interpreter is { } known)
        {
            return await WorkerProcess.StartAsync(known, options, hasLibraries, cancellationToken).ConfigureAwait(false);
        }

        await searching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return interpreter is { } found
                ? await WorkerProcess.StartAsync(found, options, hasLibraries, cancellationToken).ConfigureAwait(false)
                : await SearchAsync(hasLibraries, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            searching.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => searching.Dispose();

    private async Task<WorkerProcess> SearchAsync(bool hasLibraries, CancellationToken cancellationToken)
    {
        List<string> tried = [];
        var tooWeak = false;
        var lacksModules = false;
        var mayServeLater = false;
        await foreach (var candidate in CandidatesAsync().ConfigureAwait(false))
        {
            try
            {
                var worker = await WorkerProcess.StartAsync(candidate, options, hasLibraries, cancellationToken).ConfigureAwait(false);
                var isTooWeak = worker.Greeting.Level < options.MinimumIsolation;
                if (!isTooWeak && worker.Greeting.AbsentModules.Count == 0)
                {
                    interpreter = candidate;
                    return worker;
                }

                tooWeak |= isTooWeak;
                lacksModules |= !isTooWeak;
                tried.Add(isTooWeak
                    ? $"{candidate} reaches isolation {worker.Greeting.Level} only; missing: {string.Join("; ", worker.Greeting.Missing)}"
                    : $"{candidate} has no module {string.Join(", ", worker.Greeting.AbsentModules)}");
                await worker.DisposeAsync().ConfigureAwait(false);
            }
            catch (KpddException exception)
            {
                mayServeLater |= exception.InnerException is TimeoutException;
                tried.Add(exception.Message);
            }
        }

        throw lacksModules && !tooWeak && !mayServeLater
            ? new MissingModuleException(ExplainModules(tried))
            : new KpddException(Explain(tried, tooWeak));
    }

    // The included interpreter is unpacked only when none of the system's serves.
    private async IAsyncEnumerable<string> CandidatesAsync()
    {
        foreach (var candidate in InterpreterSearch.Candidates(options.InterpreterPath, Environment.GetEnvironmentVariable))
        {
            yield return candidate;
        }

        if (options.InterpreterPath is null && await IncludedInterpreter.FindAsync().ConfigureAwait(false) is { } included)
        {
            yield return included;
        }
    }

    private string ExplainModules(List<string> tried) =>
        $"No Python interpreter here has the modules {string.Join(", ", options.ExtraModules)}: {string.Join(" | ", tried)}. Install them for one of these "
        + $"interpreters with its package manager, or leave them out of PythonExecutorOptions.{nameof(PythonExecutorOptions.ExtraModules)}.";

    private string Explain(List<string> tried, bool tooWeak)
    {
        if (tooWeak)
        {
            return $"Programs cannot be run with isolation {options.MinimumIsolation} here, so none is run. {string.Join(" | ", tried)}. "
                + "Enable what is missing (in a container: the default seccomp profile suffices), or accept less by setting "
                + $"PythonExecutorOptions.{nameof(PythonExecutorOptions.MinimumIsolation)} to {nameof(IsolationLevel.Process)}.";
        }

        var list = tried.Count > 0 ? string.Join(" | ", tried) : $"none of {string.Join(", ", InterpreterSearch.Names())} is on PATH or in the usual folders";
        return $"No usable Python interpreter: {list}. {InterpreterSearch.Remedy}";
    }
}
