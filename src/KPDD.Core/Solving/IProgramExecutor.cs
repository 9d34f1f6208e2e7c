namespace KPDD;

/// <summary>Runs Program-of-Thought programs. Programs are written by a model: they are untrusted.</summary>
/// <remarks>Implementations of this library may be called from several threads at once; their creator disposes them.</remarks>
public interface IProgramExecutor
{
    /// <summary>Runs one program with fresh state and reads its answer: variable <c>answer</c>, else <c>ans</c>, else the result of <c>solution()</c>, else the printed text.</summary>
    /// <param name="program">Python source.</param>
    /// <param name="cancellationToken">Stops the program.</param>
    /// <returns>What happened. A failing program is a result, never an exception.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="KpddException">No usable Python interpreter; the message names the remedy.</exception>
    Task<ProgramResult> ExecuteAsync(string program, CancellationToken cancellationToken = default);
}

/// <summary>How a program ended.</summary>
public enum ProgramOutcome
{
    /// <summary>It left a value in <c>answer</c>, <c>ans</c> or <c>solution()</c>.</summary>
    Value,

    /// <summary>It left no value but printed text.</summary>
    StandardOutput,

    /// <summary>It does not parse.</summary>
    SyntaxError,

    /// <summary>It raised an exception.</summary>
    RuntimeError,

    /// <summary>It ended without a value and without output.</summary>
    NoAnswer,

    /// <summary>Its value is of a type that is not passed on.</summary>
    UnsupportedValue,

    /// <summary>It ran past its time limit and was killed.</summary>
    Timeout,

    /// <summary>It ran past its memory limit.</summary>
    MemoryLimit,

    /// <summary>It printed more than its output limit.</summary>
    OutputLimit,

    /// <summary>The policy refused it before it ran.</summary>
    PolicyViolation,

    /// <summary>Its process died without a result.</summary>
    Crashed,
}

/// <summary>How strongly a program was kept apart from the host.</summary>
public enum IsolationLevel
{
    /// <summary>It ran inside the host process; only the strict arithmetic policy protected the host.</summary>
    None,

    /// <summary>It ran in a process of its own with resource limits.</summary>
    Process,

    /// <summary>The kernel denied files, network, other programs and signals, and this was verified.</summary>
    Confined,

    /// <summary>Confined by more than one mechanism at once.</summary>
    Layered,
}

/// <summary>The result of running one program.</summary>
/// <param name="Outcome">How it ended.</param>
public sealed record ProgramResult(ProgramOutcome Outcome)
{
    /// <summary>The answer's Python <c>repr</c>, or the printed text for <see cref="ProgramOutcome.StandardOutput"/>; null where there is none.</summary>
    public string? Value { get; init; }

    /// <summary>The answer's Python type name, for example <c>int</c> or <c>Fraction</c>; null where there is none.</summary>
    public string? ValueType { get; init; }

    /// <summary>The answer as data, exactly; null where there is none, and for printed text.</summary>
    public ProgramValue? TypedValue { get; init; }

    /// <summary>A float answer exactly, as Python's <c>float.hex()</c>; null for every other type.</summary>
    public string? HexadecimalValue { get; init; }

    /// <summary>The items of an answer that is a set, each as its <c>repr</c>, in ordinal order; null for every other type.</summary>
    public IReadOnlyList<string>? SortedItems { get; init; }

    /// <summary>What the program printed, cut at the output limit.</summary>
    public string StandardOutput { get; init; } = string.Empty;

    /// <summary>The Python exception class, for example <c>ZeroDivisionError</c>; null where there is none.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>What went wrong, in words for a person; null when nothing did.</summary>
    public string? Message { get; init; }

    /// <summary>The program's line the error points at, from 1; null where unknown.</summary>
    public int? LineNumber { get; init; }

    /// <summary>Wall-clock time of the run.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Processor time that the program's process used; zero where it could not be measured.</summary>
    public TimeSpan CpuTime { get; init; }

    /// <summary>Most memory that the program's process held at once, in bytes, the interpreter's own included; zero where it could not be measured.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>Version of the interpreter, for example <c>3.11.2</c>; null when no interpreter was needed.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>How the program was kept apart from the host.</summary>
    public IsolationLevel Isolation { get; init; }

    /// <summary>True when the program produced an answer.</summary>
    public bool Succeeded => Outcome is ProgramOutcome.Value or ProgramOutcome.StandardOutput;
}
