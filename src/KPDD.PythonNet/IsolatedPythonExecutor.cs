using System.Collections.Concurrent;
using KPDD.PythonNet.Isolation;

namespace KPDD.PythonNet;

/// <summary>
/// Runs each program in a process of its own, which the kernel keeps from files, network, other programs and signals where the system can.
/// Worker interpreters start on first use and stay warm; each forks a fresh, locked-down process for every program.
/// </summary>
/// <remarks>Thread-safe. Whoever makes it disposes it, which ends its processes; they end likewise when this process dies.</remarks>
public sealed class IsolatedPythonExecutor : IProgramExecutor, IAsyncDisposable
{
    private const int LongestProgram = 1024 * 1024;
    private readonly PythonExecutorOptions options;
    private readonly WorkerFactory factory;
    private readonly SemaphoreSlim slots;
    private readonly ConcurrentBag<WorkerProcess> idle = [];
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
            : UseWorkerAsync((worker, token) => worker.RunAsync(program, options, token), cancellationToken);
    }

    /// <summary>Starts a worker if none runs yet and tells what keeps programs apart from the host.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The levels, each mechanism, and what was verified.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="KpddException">No usable interpreter, or less isolation than asked for.</exception>
    /// <exception cref="ObjectDisposedException">The executor was disposed.</exception>
    public async Task<IsolationReport> GetIsolationAsync(CancellationToken cancellationToken = default) =>
        report ?? await UseWorkerAsync((_, _) => Task.FromResult(report!), cancellationToken).ConfigureAwait(false);

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

        while (idle.TryTake(out var worker))
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }

        factory.Dispose();
    }

    private async Task<T> UseWorkerAsync<T>(Func<WorkerProcess, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, disposing.Token);
        try
        {
            await slots.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await UseSlotAsync(use, either.Token).ConfigureAwait(false);
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

    private async Task<T> UseSlotAsync<T>(Func<WorkerProcess, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        var worker = await TakeIdleAsync().ConfigureAwait(false);
        if (worker is null)
        {
            (worker, var interpreter) = await factory.StartAsync(cancellationToken).ConfigureAwait(false);
            report ??= Describe(worker.Greeting, interpreter);
            PythonExecutorEvents.Log.WorkerStarted(interpreter, worker.Greeting.Level);
        }

        try
        {
            return await use(worker, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (worker.IsUsable)
            {
                idle.Add(worker);
            }
            else
            {
                await worker.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<WorkerProcess?> TakeIdleAsync()
    {
        while (idle.TryTake(out var worker))
        {
            if (worker.IsUsable)
            {
                return worker;
            }

            await worker.DisposeAsync().ConfigureAwait(false);
        }

        return null;
    }

    private IsolationReport Describe(WorkerGreeting greeting, string interpreter) =>
        new(options.MinimumIsolation, greeting.Level, interpreter, greeting.Version)
        {
            Mechanisms = greeting.Mechanisms,
            Denied = greeting.Denied,
            Missing = greeting.Missing,
        };
}
