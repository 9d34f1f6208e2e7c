using System.Diagnostics;
using KPDD.PythonNet.Embedded;
using KPDD.PythonNet.Strict;

namespace KPDD.PythonNet;

/// <summary>
/// Runs programs of strict arithmetic inside this process, thousands a second: assignments of + - * / // %, parentheses and calls of abs, round, min, max,
/// int and float, on the top level or in one function without parameters. Every other program is refused, because nothing in a process protects it from its own code.
/// </summary>
/// <remarks>
/// Thread-safe. Python starts on first use and stays until this process ends, since it can be started only once in a process; disposing an executor
/// refuses further programs and holds nothing else.
/// </remarks>
public sealed class EmbeddedPythonExecutor : IProgramExecutor, IAsyncDisposable
{
    private readonly PythonExecutorOptions options;
    private int disposed;

    /// <summary>Creates the executor. Nothing is started yet.</summary>
    /// <param name="options">Interpreter and output limit; null for the defaults. Time and memory need no limit here.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public EmbeddedPythonExecutor(PythonExecutorOptions? options = null)
    {
        this.options = options?.Clone() ?? new PythonExecutorOptions();
        this.options.Validate();
    }

    /// <summary>Whether this executor runs the program; it refuses every other one with <see cref="ProgramOutcome.PolicyViolation"/>.</summary>
    /// <param name="program">Python source.</param>
    /// <returns>True for strict arithmetic.</returns>
    public static bool Accepts(string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return StrictArithmetic.Accepts(program);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The executor was disposed.</exception>
    public Task<ProgramResult> ExecuteAsync(string program, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (!Accepts(program))
        {
            const string Reason = "The program is more than strict arithmetic, and only that may run inside the host's process.";
            return Task.FromResult(new ProgramResult(ProgramOutcome.PolicyViolation) { Message = Reason });
        }

        var clock = Stopwatch.StartNew();
        var runtime = EmbeddedRuntime.Start(options.InterpreterPath);
        var result = runtime.Run(program, options.OutputLimitBytes);
        return Task.FromResult(result with { Duration = clock.Elapsed, CpuTime = clock.Elapsed, PythonVersion = runtime.Version, Isolation = IsolationLevel.None });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref disposed, 1);
        return ValueTask.CompletedTask;
    }
}
