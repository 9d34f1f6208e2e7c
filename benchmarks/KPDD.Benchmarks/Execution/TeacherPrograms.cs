using System.Text.Json;
using KPDD.PythonNet;

namespace KPDD.Benchmarks.Execution;

/// <summary>Programs that a large model wrote for school problems.</summary>
internal static class TeacherPrograms
{
    private const string File = "mawps_filtered/teacher_programs/svamp_python_ndp.json";

    /// <summary>The first programs that every executor runs, so that all rows do the same work.</summary>
    public static string[] Load(int count)
    {
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Find()));
        return [.. document.RootElement.EnumerateArray()
            .Select(item => item.GetProperty("answer_cot").GetString()!)
            .Where(EmbeddedPythonExecutor.Accepts)
            .Take(count)];
    }

    private static string Find()
    {
        string? named = Environment.GetEnvironmentVariable("KPDD_DATA");
        IEnumerable<string> folders = named is { Length: > 0 } ? [named] : Above().Select(folder => Path.Combine(folder, "shared", "data"));
        return folders.Select(folder => Path.Combine(folder, File)).FirstOrDefault(System.IO.File.Exists)
            ?? throw new FileNotFoundException($"The teacher programs are not here: set KPDD_DATA to the folder that holds {File}.");
    }

    private static IEnumerable<string> Above()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
