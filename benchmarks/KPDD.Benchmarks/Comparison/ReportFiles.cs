using System.Text.Json;

namespace KPDD.Benchmarks.Comparison;

/// <summary>A report as a Markdown file and as a JSON file beside it.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes both files of a path without extension.</summary>
    public static void Write<T>(string path, string markdown, T report)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText($"{path}.md", markdown);
        File.WriteAllText($"{path}.json", JsonSerializer.Serialize(report, Indented) + "\n");
        Console.WriteLine($"Written: {path}.md and .json");
    }

    public static T Read<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(file)) ?? throw new InvalidDataException($"'{file}' holds null.");
}
