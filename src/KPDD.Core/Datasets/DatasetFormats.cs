using System.Diagnostics.CodeAnalysis;

namespace KPDD;

/// <summary>The names of the data set formats, as a command line or a configuration writes them.</summary>
public static class DatasetFormats
{
    private static readonly (string Name, DatasetFormat Format)[] Known =
    [
        ("gsm8k", DatasetFormat.Gsm8k),
        ("svamp", DatasetFormat.Svamp),
        ("asdiv", DatasetFormat.Asdiv),
        ("multiarith", DatasetFormat.MultiArith),
        ("addsub", DatasetFormat.AddSub),
        ("singleeq", DatasetFormat.SingleEq),
        ("mawps-csv", DatasetFormat.MawpsCsv),
    ];

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>The name of a format.</summary>
    /// <param name="format">The format.</param>
    /// <returns>Its name, for example <c>mawps-csv</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public static string GetName(DatasetFormat format)
    {
        foreach ((string name, DatasetFormat known) in Known)
        {
            if (known == format)
            {
                return name;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown data set format.");
    }

    /// <summary>Reads a name, in any case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="format">The format, when the name is known.</param>
    /// <returns>True when the name is known.</returns>
    public static bool TryParse([NotNullWhen(true)] string? name, out DatasetFormat format)
    {
        foreach ((string known, DatasetFormat candidate) in Known)
        {
            if (known.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                format = candidate;
                return true;
            }
        }

        format = default;
        return false;
    }

    /// <summary>Reads a name, in any case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The format.</returns>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    public static DatasetFormat Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryParse(name, out DatasetFormat format)
            ? format
            : throw new ArgumentException($"Unknown data set format '{name}'. Known formats: {string.Join(", ", Names)}.", nameof(name));
    }
}
