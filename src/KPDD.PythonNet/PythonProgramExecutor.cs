using System.Text.RegularExpressions;
using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet;

/// <summary>
/// The executor to use by default; picks the way to run each program. Strict arithmetic runs inside this process where
/// <see cref="PythonExecutorOptions.EmbedStrictArithmetic"/> allows it, every other program isolated; programs that import sympy, mpmath or numpy get workers
/// that have loaded them, where they are installed.
/// </summary>
/// <remarks>Thread-safe. Whoever makes it disposes it, which ends its processes.</remarks>
public sealed partial class PythonProgramExecutor : IProgramExecutor, IAsyncDisposable
{
    private readonly PythonExecutorOptions options;
    private readonly IsolatedPythonExecutor isolated;
    private readonly EmbeddedPythonExecutor embedded;
    private readonly HeavyExecutors heavy;
    private volatile bool embeddedFailed;
    private int disposed;

    /// <summary>Creates the executor. Nothing is started yet.</summary>
    /// <param name="options">Limits and interpreter; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PythonProgramExecutor(PythonExecutorOptions? options = null)
    {
        this.options = options?.Clone() ?? new PythonExecutorOptions();
        isolated = new IsolatedPythonExecutor(this.options);
        embedded = new EmbeddedPythonExecutor(this.options);
        heavy = new HeavyExecutors(this.options);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The executor was disposed.</exception>
    public async Task<ProgramResult> ExecuteAsync(string program, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if (options.EmbedStrictArithmetic && !embeddedFailed && EmbeddedPythonExecutor.Accepts(program))
        {
            try
            {
                return await embedded.ExecuteAsync(program, cancellationToken).ConfigureAwait(false);
            }
            catch (KpddException)
            {
                // No shared library: the isolated way needs none and gives the same result.
                embeddedFailed = true;
            }
        }

        return await RunHeavyAsync(program, cancellationToken).ConfigureAwait(false)
            ?? await isolated.ExecuteAsync(program, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a worker if none runs yet and tells what keeps isolated programs apart from the host.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The levels, each mechanism, and what was verified.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="KpddException">No usable interpreter, or less isolation than asked for.</exception>
    /// <exception cref="ObjectDisposedException">The executor was disposed.</exception>
    public Task<IsolationReport> GetIsolationAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        return isolated.GetIsolationAsync(cancellationToken);
    }

    /// <summary>Ends every worker and program. Calls in flight end with <see cref="ObjectDisposedException"/>.</summary>
    /// <returns>Completes when no process is left.</returns>
    public async ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref disposed, 1);
        await embedded.DisposeAsync().ConfigureAwait(false);
        await isolated.DisposeAsync().ConfigureAwait(false);
        await heavy.DisposeAsync().ConfigureAwait(false);
    }

    [GeneratedRegex(@"^[ \t]*(?:import|from)[ \t]+(sympy|mpmath|numpy)\b", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex HeavyImport();

    /// <summary>Runs the program where its heavy module is loaded; null when it imports none or it is not installed.</summary>
    private async Task<ProgramResult?> RunHeavyAsync(string program, CancellationToken cancellationToken)
    {
        if (HeavyImport().Match(program) is not { Success: true } match || heavy.Find(match.Groups[1].Value) is not { } executor)
        {
            return null;
        }

        try
        {
            return await executor.ExecuteAsync(program, cancellationToken).ConfigureAwait(false);
        }
        catch (MissingModuleException)
        {
            heavy.MarkAbsent(match.Groups[1].Value);
            return null;
        }
    }
}
