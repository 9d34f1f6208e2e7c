namespace KPDD.PythonNet.Isolation;

/// <summary>
/// Executors whose workers have loaded a module that takes seconds to import; each is made when a program first asks for it. Thread-safe.
/// A module that is not installed is asked for once; any other failure is the program's own, and the next program tries again.
/// </summary>
internal sealed class HeavyExecutors(PythonExecutorOptions options) : IAsyncDisposable
{
    private readonly Lock changing = new();
    private readonly Dictionary<string, IsolatedPythonExecutor> executors = [];
    private readonly HashSet<string> absent = [];
    private bool disposed;

    /// <summary>The executor for programs that import the module, or null where the plain workers serve: they have it, or nobody has.</summary>
    /// <exception cref="ObjectDisposedException">These executors were disposed.</exception>
    public IsolatedPythonExecutor? Find(string module)
    {
        lock (changing)
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(PythonProgramExecutor));
            if (absent.Contains(module) || options.ExtraModules.Contains(module))
            {
                return null;
            }

            if (!executors.TryGetValue(module, out var executor))
            {
                executors[module] = executor = Create(module);
            }

            return executor;
        }
    }

    /// <summary>Remembers that no interpreter has the module.</summary>
    public void MarkAbsent(string module)
    {
        lock (changing)
        {
            absent.Add(module);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (changing)
        {
            disposed = true;
        }

        foreach (var executor in executors.Values)
        {
            await executor.DisposeAsync().ConfigureAwait(false);
        }
    }

    private IsolatedPythonExecutor Create(string module)
    {
        var withModule = options.Clone();
        withModule.Workers = 1;
        withModule.ExtraModules = [.. options.ExtraModules, module];
        return new IsolatedPythonExecutor(withModule);
    }
}
