using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet;

/// <summary>
/// Runs each program in a process of its own, which the kernel keeps from files, network, other programs and signals where the system can.
/// Worker interpreters start on first use and stay warm; each forks a fresh, locked-down process for every program. Programs that import nothing, as most do,
/// have workers of their own, which have not loaded Python's library and fork faster.
/// </summary>
/// <remarks>Thread-safe. Whoever makes it disposes it, which ends its processes; they end likewise when this process dies.</remarks>
public sealed class IsolatedPythonExecutor : IProgramExecutor, IAsyncDisposable
{
    private const int LongestProgram = 1024 * 1024;
    private static readonly TimeSpan ShortestTime = TimeSpan.FromMilliseconds(1);
    private readonly PythonExecutorOptions options;
    private readonly WorkerFactory factory;
    private readonly SemaphoreSlim slots;
    private readonly WorkerPool withLibraries;
    private readonly WorkerPool? bare;
    private readonly CancellationTokenSource disposing = new();
    private IsolationReport? report;
    private int disposed;

    /// <summary>Creates the executor. Nothing is started yet.</summary>
    /// <param name="options">Limits and interpreter; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public IsolatedPythonExecutor(PythonExecutorOptions? options = null)
    {
        this.options = options?.Clone() ?? new PythonExecutorOptions();
        this.options.Validate();
        factory = new WorkerFactory(this.options);
        withLibraries = new WorkerPool(factory, hasLibraries: true);
        bare = HasBareWorkers(this.options) ? new WorkerPool(factory, hasLibraries: false) : null;
        slots = new SemaphoreSlim(this.options.Workers, this.options.Workers);
        if (this.options.MinimumIsolation < IsolationLevel.Confined)
        {
            PythonExecutorEvents.Log.IsolationLowered(this.options.MinimumIsolation);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The executor was disposed.</exception>
    public Task<ProgramResult> ExecuteAsync(string program, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program.Length > LongestProgram
            ? Task.FromResult(new ProgramResult(ProgramOutcome.PolicyViolation) { Message = $"The program is longer than {LongestProgram} characters." })
            : RunAsync(program, cancellationToken);
    }

    /// <summary>Starts a worker if none runs yet and tells what keeps programs apart from the host.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The levels, each mechanism, and what was verified.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="KpddException">No usable interpreter, or less isolation than asked for.</exception>
    /// <exception cref="ObjectDisposedException">The executor was disposed.</exception>
    public async Task<IsolationReport> GetIsolationAsync(CancellationToken cancellationToken = default) =>
        report ?? await UseWorkerAsync(bare ?? withLibraries, (_, _) => Task.FromResult(report!), cancellationToken).ConfigureAwait(false);

    /// <summary>Ends every worker and program. Calls in flight end with <see cref="ObjectDisposedException"/>.</summary>
    /// <returns>Completes when no process is left.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await disposing.CancelAsync().ConfigureAwait(false);
        for (var slot = 0; slot < options.Workers; slot++)
        {
            await slots.WaitAsync().ConfigureAwait(false);
        }

        await withLibraries.DisposeAsync().ConfigureAwait(false);
        if (bare is not null)
        {
            await bare.DisposeAsync().ConfigureAwait(false);
        }

        factory.Dispose();
    }

    // Only a worker that forks can be bare, and extra modules need the library.
    private static bool HasBareWorkers(PythonExecutorOptions options) =>
        !OperatingSystem.IsWindows() && !options.OneProcessPerProgram && options.ExtraModules.Count == 0;

    private async Task<ProgramResult> RunAsync(string program, CancellationToken cancellationToken)
    {
        if (bare is null || program.Contains("import", StringComparison.Ordinal))
        {
            return (await RunAsync(withLibraries, program, options.TimeLimit, cancellationToken).ConfigureAwait(false)).Result;
        }

        var (first, lacksLibraries) = await RunAsync(bare, program, options.TimeLimit, cancellationToken).ConfigureAwait(false);
        if (!lacksLibraries)
        {
            return first;
        }

        // A program that begins anew has what is left of its time, and both beginnings count.
        var left = options.TimeLimit - first.Duration;
        var result = left >= ShortestTime
            ? (await RunAsync(withLibraries, program, left, cancellationToken).ConfigureAwait(false)).Result
            : ProgramReport.TimedOut(options.TimeLimit) with { PythonVersion = first.PythonVersion, Isolation = first.Isolation };
        return result with
        {
            Duration = first.Duration + result.Duration,
            CpuTime = first.CpuTime + result.CpuTime,
            PeakMemoryBytes = Math.Max(first.PeakMemoryBytes, result.PeakMemoryBytes),
        };
    }

    private Task<(ProgramResult Result, bool LacksLibraries)> RunAsync(WorkerPool pool, string program, TimeSpan timeLeft, CancellationToken cancellationToken) =>
        UseWorkerAsync(pool, (worker, token) => worker.RunAsync(program, options, timeLeft, token), cancellationToken);

    private async Task<T> UseWorkerAsync<T>(WorkerPool pool, Func<WorkerProcess, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, disposing.Token);
        try
        {
            await slots.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await UseSlotAsync(pool, use, either.Token).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(IsolatedPythonExecutor));
        }
    }

    private async Task<T> UseSlotAsync<T>(WorkerPool pool, Func<WorkerProcess, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        var worker = await pool.TakeAsync(cancellationToken).ConfigureAwait(false);
        report ??= Describe(worker.Greeting, worker.Interpreter);
        try
        {
            return await use(worker, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await pool.GiveBackAsync(worker).ConfigureAwait(false);
        }
    }

    private IsolationReport Describe(WorkerGreeting greeting, string interpreter) =>
        new(options.MinimumIsolation, greeting.Level, interpreter, greeting.Version)
        {
            Mechanisms = greeting.Mechanisms,
            Denied = greeting.Denied,
            Missing = greeting.Missing,
        };
}
