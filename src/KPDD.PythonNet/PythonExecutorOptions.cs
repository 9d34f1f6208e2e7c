namespace KPDD.PythonNet;

/// <summary>How programs are run. Executors copy the options when they are made; later changes do not reach them.</summary>
public sealed class PythonExecutorOptions
{
    /// <summary>The Python executable (CPython 3.10 or later). <value>Default: null, which searches: <c>KPDD_PYTHON</c>, then python3.14 to python3.10 and python3.</value></summary>
    public string? InterpreterPath { get; set; }

    /// <summary>Wall-clock time a program may take; then it is killed. <value>Default: 5 seconds.</value> Range 10 milliseconds to 1 hour.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory a program may take beyond the interpreter's own, in mebibytes. <value>Default: 256.</value> Range 16 to 65536.</summary>
    public int MemoryLimitMebibytes { get; set; } = 256;

    /// <summary>Bytes a program may print, and characters its answer's text may have. <value>Default: 65536.</value> Range 64 to 16777216.</summary>
    public int OutputLimitBytes { get; set; } = 64 * 1024;

    /// <summary>Programs run at the same time, each by a worker process of its own; programs that import modules and programs that do not have different ones, so that up to twice as many rest. <value>Default: the machine's processors, at most 4.</value> Range 1 to 64.</summary>
    public int Workers { get; set; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>
    /// The least isolation a program is run with. Where the machine gives less, nothing runs and the exception lists what is missing.
    /// <value>Default: <see cref="IsolationLevel.Confined"/>.</value> <see cref="IsolationLevel.Process"/> accepts a separate process with resource limits,
    /// which is what macOS and Windows give.
    /// </summary>
    public IsolationLevel MinimumIsolation { get; set; } = IsolationLevel.Confined;

    /// <summary>
    /// Lets <see cref="PythonProgramExecutor"/> run strict arithmetic inside this process, about a hundred times as fast; <see cref="MinimumIsolation"/> then speaks of
    /// every other program. It needs Python's shared library; without it such programs run isolated as well. <value>Default: false.</value>
    /// </summary>
    public bool EmbedStrictArithmetic { get; set; }

    /// <summary>Installed modules that programs may import besides the standard ones, for example <c>numpy</c>. <value>Default: none.</value></summary>
    public IReadOnlyList<string> ExtraModules { get; set; } = [];

    /// <summary>
    /// What a program may say before it runs. The policy gives early, clear refusals and is no wall: the isolation holds without it.
    /// <value>Default: <see cref="ProgramPolicy.Standard"/>.</value>
    /// </summary>
    public ProgramPolicy Policy { get; set; } = ProgramPolicy.Standard;

    /// <summary>On only in tests: one process a program, as on systems without fork.</summary>
    internal bool OneProcessPerProgram { get; set; }

    /// <summary>A copy, so that later changes by the caller do not reach a running executor.</summary>
    /// <returns>The copy.</returns>
    public PythonExecutorOptions Clone()
    {
        var copy = (PythonExecutorOptions)MemberwiseClone();
        copy.ExtraModules = [.. ExtraModules];
        return copy;
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(InterpreterPath is null || InterpreterPath.Trim().Length > 0, nameof(InterpreterPath), "null or a path");
        Require(TimeLimit >= TimeSpan.FromMilliseconds(10) && TimeLimit <= TimeSpan.FromHours(1), nameof(TimeLimit), "10 milliseconds to 1 hour");
        Require(MemoryLimitMebibytes is >= 16 and <= 65536, nameof(MemoryLimitMebibytes), "16 to 65536");
        Require(OutputLimitBytes is >= 64 and <= 16 * 1024 * 1024, nameof(OutputLimitBytes), "64 to 16777216");
        Require(Workers is >= 1 and <= 64, nameof(Workers), "1 to 64");
        Require(Enum.IsDefined(MinimumIsolation), nameof(MinimumIsolation), "a defined level");
        Require(Enum.IsDefined(Policy), nameof(Policy), "a defined policy");
        Require(ExtraModules is not null && ExtraModules.All(IsModuleName), nameof(ExtraModules), "names of top-level modules");
    }

    private static bool IsModuleName(string name) =>
        !string.IsNullOrEmpty(name) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !char.IsAsciiDigit(name[0]);

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"PythonExecutorOptions.{name} must be {range}.", name);
        }
    }
}
