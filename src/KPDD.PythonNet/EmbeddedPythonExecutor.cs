using System.Diagnostics;
using KPDD.PythonNet.Embedded;
using KPDD.PythonNet.Strict;

namespace KPDD.PythonNet;

/// <summary>
/// Runs programs of strict arithmetic inside this process, thousands a second: assignments of + - * / // %, parentheses and calls of abs, round, min, max,
/// int and float, on the top level or in one function without parameters. Every other program is refused, because nothing in a process protects it from its own
/// code, unless the caller states that the programs are trusted.
/// </summary>
/// <remarks>
/// Thread-safe. Python starts on first use and stays until this process ends, since it can be started only once in a process; disposing an executor
/// refuses further programs and holds nothing else. Trusted programs run one at a time; the time limit and cancellation interrupt them between two Python
/// instructions, the memory limit does not exist here, and what a program changes in a module stays changed for the next one.
/// </remarks>
public sealed class EmbeddedPythonExecutor : IProgramExecutor, IAsyncDisposable
{
    private readonly PythonExecutorOptions options;
    private readonly bool trusted;
    private int disposed;

    /// <summary>Creates the executor. Nothing is started yet.</summary>
    /// <param name="options">Interpreter and limits; null for the defaults. Strict arithmetic needs no limit of time and memory.</param>
    /// <param name="trusted">
    /// True states that the caller vouches for every program, as for code of one's own: programs that are more than strict arithmetic then run with this process's rights.
    /// Never for programs that a model wrote.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public EmbeddedPythonExecutor(PythonExecutorOptions? options = null, bool trusted = false)
    {
        this.options = options?.Clone() ?? new PythonExecutorOptions();
        this.options.Validate();
        this.trusted = trusted;
    }

    /// <summary>Whether the program is strict arithmetic, which this executor always runs; it refuses every other one with <see cref="ProgramOutcome.PolicyViolation"/> unless it was told to trust them.</summary>
    /// <param name="program">Python source.</param>
    /// <returns>True for strict arithmetic.</returns>
    public static bool Accepts(string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return StrictArithmetic.Accepts(program);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The executor was disposed.</exception>
    public async Task<ProgramResult> ExecuteAsync(string program, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        var isStrict = Accepts(program);
        if (!isStrict && !trusted)
        {
            const string Reason = "The program is more than strict arithmetic, and only that may run inside the host's process.";
            return new ProgramResult(ProgramOutcome.PolicyViolation) { Message = Reason };
        }

        var clock = Stopwatch.StartNew();
        var runtime = EmbeddedRuntime.Start(options.InterpreterPath);
        var result = isStrict
            ? runtime.Run(program, options.OutputLimitBytes)
            : await runtime.Trusted.RunAsync(program, options, cancellationToken).ConfigureAwait(false);
        return result with { Duration = clock.Elapsed, CpuTime = isStrict ? clock.Elapsed : TimeSpan.Zero, PythonVersion = runtime.Version, Isolation = IsolationLevel.None };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref disposed, 1);
        return ValueTask.CompletedTask;
    }
}
