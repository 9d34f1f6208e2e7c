using System.Text.Json;
using System.Text.Unicode;

namespace KPDD.T5;

/// <summary>One entry of a safetensors header; offsets count from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, WeightType Type, int[] Shape, long Begin, long End);

/// <summary>The JSON header of a safetensors file: which tensor lies where. Strict: the entries must fill the data without gap or overlap.</summary>
internal static class SafetensorsHeader
{
    /// <summary>Largest header accepted, as in the reference implementation; a larger number means the file is something else.</summary>
    public const long MaxLength = 100_000_000;

    public const string MetadataName = "__metadata__";

    /// <exception cref="FormatException">The header is malformed; the message names the tensor.</exception>
    public static List<SafetensorsEntry> Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        RequireText(json.Span);
        using JsonDocument document = ParseJson(json);
        try
        {
            return ReadEntries(document.RootElement, dataLength);
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair, written as an escape, is valid JSON and no text.
            throw new FormatException("the header holds a name that is no valid text.", e);
        }
    }

    private static List<SafetensorsEntry> ReadEntries(JsonElement root, long dataLength)
    {
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                throw new FormatException($"tensor '{property.Name}' is listed twice.");
            }

            if (property.Name != MetadataName)
            {
                entries.Add(ParseEntry(property.Name, property.Value));
            }
        }

        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        CheckCoverage(entries, dataLength);
        return entries;
    }

    private static void RequireText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            throw new FormatException("the header is not valid UTF-8.");
        }
    }

    private static JsonDocument ParseJson(ReadOnlyMemory<byte> json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new FormatException("the header is not valid JSON.", e);
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw new FormatException("the header is not a JSON object.");
        }

        return document;
    }

    private static SafetensorsEntry ParseEntry(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !HasDistinctNames(value)
            || !value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out JsonElement shape)
            || !value.TryGetProperty("data_offsets", out JsonElement offsets))
        {
            throw new FormatException($"tensor '{name}' needs one dtype, shape and data_offsets each.");
        }

        WeightType weightType = WeightTypeNames.Parse(type.GetString())
            ?? throw new FormatException($"tensor '{name}' has dtype '{type.GetString()}'; F32, F16, BF16 and I8 are supported.");
        long[] lengths = Numbers(name, "shape", shape);
        long[] range = Numbers(name, "data_offsets", offsets);
        if (range.Length != 2 || range[1] < range[0])
        {
            throw new FormatException($"tensor '{name}' has data_offsets {offsets.GetRawText()}, expected [begin, end].");
        }

        RequireLength(name, weightType, lengths, range[1] - range[0]);
        return new SafetensorsEntry(name, weightType, Array.ConvertAll(lengths, length => (int)length), range[0], range[1]);
    }

    private static bool HasDistinctNames(JsonElement value) =>
        value.EnumerateObject().Select(property => property.Name).Distinct(StringComparer.Ordinal).Count() == value.GetPropertyCount();

    private static long[] Numbers(string name, string field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException($"tensor '{name}' has a {field} that is no list.");
        }

        var numbers = new List<long>();
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
            {
                throw new FormatException($"tensor '{name}' has {item.GetRawText()} in its {field}, expected a whole number of 0 or more.");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void RequireLength(string name, WeightType type, long[] shape, long length)
    {
        Int128 needed = type.ElementSize();
        foreach (long dimension in shape)
        {
            // Checked at each step, so that the product of absurd lengths cannot wrap round to a plausible one.
            needed *= dimension;
            if (dimension > int.MaxValue || needed > Array.MaxLength)
            {
                throw new FormatException($"tensor '{name}' of shape [{string.Join(", ", shape)}] is larger than the 2 GB supported.");
            }
        }

        if (needed != length)
        {
            throw new FormatException($"tensor '{name}' of shape [{string.Join(", ", shape)}] needs {needed} bytes, its data_offsets give {length}.");
        }
    }

    private static void CheckCoverage(List<SafetensorsEntry> entries, long dataLength)
    {
        long position = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.End > dataLength)
            {
                throw new FormatException($"the data of tensor '{entry.Name}' ends at byte {entry.End} of {dataLength}: the file is truncated.");
            }

            if (entry.Begin != position)
            {
                string what = entry.Begin < position ? "overlaps the tensor before it" : "leaves a gap before it";
                throw new FormatException($"the data of tensor '{entry.Name}' {what} (begins at {entry.Begin}, expected {position}).");
            }

            position = entry.End;
        }

        if (position != dataLength)
        {
            throw new FormatException($"the file holds {dataLength - position} bytes that belong to no tensor.");
        }
    }
}
