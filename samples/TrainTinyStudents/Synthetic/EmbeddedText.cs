using System.Reflection;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>Text files embedded in this program.</summary>
internal static class EmbeddedText
{
    private static readonly Assembly Assembly = typeof(EmbeddedText).Assembly;

    /// <summary>Names of the embedded files below a folder, sorted so that every build reads them in one order.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
        [.. Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Content of one embedded file.</summary>
    public static string Read(string name)
    {
        using Stream stream = Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"No file '{name}' is embedded.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
