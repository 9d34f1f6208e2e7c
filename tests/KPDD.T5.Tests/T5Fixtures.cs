namespace KPDD.T5.Tests;

/// <summary>Folders with a small checkpoint and what the reference implementation computes from it.</summary>
internal static class T5Fixtures
{
    /// <summary>The copies of this repository, or the folder that the environment names.</summary>
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("KPDD_T5_FIXTURES") is { Length: > 0 } folder
            ? folder
            : Path.Combine(AppContext.BaseDirectory, "fixtures", "t5");

    /// <summary>Names of all fixtures, as theory data.</summary>
    public static TheoryData<string> Names => [.. Directory.GetDirectories(Root)
        .Where(folder => System.IO.File.Exists(Path.Combine(folder, "expected.json")))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal)];

    public static string Folder(string name) => Path.Combine(Root, name);
}
