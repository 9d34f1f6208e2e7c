namespace KPDD.PythonNet.Discovery;

/// <summary>Where a Python interpreter may be, most wanted first.</summary>
internal static class InterpreterSearch
{
    /// <summary>The environment variable that names an interpreter.</summary>
    public const string Variable = "KPDD_PYTHON";

    private const int NewestMinor = 14;
    private const int OldestMinor = 10;

    /// <summary>The remedy for every failed search.</summary>
    public static string Remedy =>
        $"Install CPython 3.{OldestMinor} or later (Debian and Ubuntu: apt-get install python3), or name one in {Variable} or PythonExecutorOptions.InterpreterPath.";

    /// <summary>The executables to try. An interpreter that the caller names is the only one.</summary>
    /// <param name="named">The caller's choice, or null.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>Full paths of existing files, or the caller's own words.</returns>
    public static IReadOnlyList<string> Candidates(string? named, Func<string, string?> variable)
    {
        if (named is not null)
        {
            return [named];
        }

        if (variable(Variable) is { Length: > 0 } chosen)
        {
            return [chosen];
        }

        var found = Folders(variable("PATH")).SelectMany(folder => Names().Select(name => (Name: name, Path: Path.Combine(folder, name))))
            .Where(candidate => File.Exists(candidate.Path))
            .OrderBy(candidate => IsScript(candidate.Path))
            .ThenBy(candidate => Array.IndexOf(Names(), candidate.Name));
        return [.. found.Select(candidate => candidate.Path).DistinctBy(Resolve)];
    }

    /// <summary>The names that are looked for.</summary>
    /// <returns>File names, newest version first.</returns>
    public static string[] Names() => OperatingSystem.IsWindows()
        ? ["python3.exe", "python.exe"]
        : [.. Enumerable.Range(0, NewestMinor - OldestMinor + 1).Select(step => $"python3.{NewestMinor - step}"), "python3"];

    private static IEnumerable<string> Folders(string? path)
    {
        string[] usual = OperatingSystem.IsWindows() ? [] : ["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"];
        return (path ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted).Concat(usual).Select(Resolve).Distinct();
    }

    // Version managers put scripts before the real interpreters: slow to start and often bound to one user. Real ones come first.
    private static bool IsScript(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return file.ReadByte() == '#' && file.ReadByte() == '!';
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static string Resolve(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
