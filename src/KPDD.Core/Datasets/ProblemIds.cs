using System.Globalization;

namespace KPDD;

/// <summary>Gives problems their ids and keeps them unique within a file.</summary>
internal sealed class ProblemIds(DataFile file)
{
    private readonly Dictionary<string, string> owners = new(StringComparer.Ordinal);

    /// <summary>Format, file and index (from 0), as <c>gsm8k-test-12</c>; the format is not repeated when the file is named after it.</summary>
    public static string ByIndex(DatasetFormat format, DataFile file, int index)
    {
        string name = DatasetFormats.GetName(format);
        string stem = file.Stem.ToLowerInvariant();
        string prefix = stem.Contains(name, StringComparison.Ordinal) ? stem : $"{name}-{stem}";
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}-{index}");
    }

    /// <summary>Takes an id of the source.</summary>
    /// <exception cref="KpddException">Another record has it.</exception>
    public string Claim(string id, string where) =>
        owners.TryAdd(id, where)
            ? id
            : throw file.Error(where, $"the id '{id}' is that of {owners[id]} already; ids must be unique.");
}
