namespace KPDD.PythonNet;

/// <summary>The executor to use by default: picks the way to run each program. At present every program runs isolated.</summary>
/// <remarks>Thread-safe. Whoever makes it disposes it, which ends its processes.</remarks>
public sealed class PythonProgramExecutor : IProgramExecutor, IAsyncDisposable
{
    private readonly IsolatedPythonExecutor isolated;

    /// <summary>Creates the executor. Nothing is started yet.</summary>
    /// <param name="options">Limits and interpreter; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PythonProgramExecutor(PythonExecutorOptions? options = null) => isolated = new IsolatedPythonExecutor(options);

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The executor was disposed.</exception>
    public Task<ProgramResult> ExecuteAsync(string program, CancellationToken cancellationToken = default) =>
        isolated.ExecuteAsync(program, cancellationToken);

    /// <summary>Starts a worker if none runs yet and tells what keeps programs apart from the host.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The levels, each mechanism, and what was verified.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="KpddException">No usable interpreter, or less isolation than asked for.</exception>
    public Task<IsolationReport> GetIsolationAsync(CancellationToken cancellationToken = default) => isolated.GetIsolationAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => isolated.DisposeAsync();
}
