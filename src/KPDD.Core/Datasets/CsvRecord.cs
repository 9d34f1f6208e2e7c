namespace KPDD;

/// <summary>One record of a CSV file, with access by column name.</summary>
internal sealed class CsvRecord(DataFile file, string where, IReadOnlyDictionary<string, int> columns, IReadOnlyList<string> fields)
{
    /// <summary>A complaint about this record.</summary>
    public KpddException Error(string problem) => file.Error(where, problem);

    /// <summary>The text of a column that must be there.</summary>
    /// <exception cref="KpddException">The file has no such column.</exception>
    public string Require(string column) =>
        Optional(column) ?? throw file.Error("line 1", $"the column '{column}' is missing; found: {string.Join(", ", columns.Keys)}.");

    /// <summary>The text of a column, or null when the file has no such column.</summary>
    public string? Optional(string column) => columns.TryGetValue(column, out int index) ? fields[index] : null;
}
