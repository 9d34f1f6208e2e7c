using System.Text.Json;

namespace KPDD;

/// <summary>Splits JSON files into records.</summary>
internal static class JsonRecords
{
    /// <summary>The objects of a file that is one JSON array.</summary>
    /// <exception cref="KpddException">The file is not a JSON array of objects, or the array is empty.</exception>
    public static IEnumerable<JsonRecord> ReadArray(DataFile file)
    {
        using JsonDocument document = Parse(file, file.Text, line => $"line {line}");
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw file.Error("expected one JSON array of records; is this the right format for the file?");
        }

        int number = 0;
        foreach (JsonElement element in document.RootElement.EnumerateArray())
        {
            yield return new JsonRecord(file, $"record {++number}", element);
        }

        if (number == 0)
        {
            throw file.NoRecord();
        }
    }

    /// <summary>The objects of a file that holds one JSON object a line, read line by line; blank lines count but hold no record.</summary>
    /// <exception cref="KpddException">A line is not a JSON object, or there is none.</exception>
    public static IEnumerable<JsonRecord> ReadLines(DataFile file)
    {
        int number = 0;
        bool any = false;
        using DataReader reader = file.Open();
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            any = true;
            string where = $"line {number}";
            using JsonDocument document = Parse(file, line, _ => where);
            yield return new JsonRecord(file, where, document.RootElement);
        }

        if (!any)
        {
            throw file.NoRecord();
        }
    }

    private static JsonDocument Parse(DataFile file, string text, Func<long, string> where)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException e)
        {
            throw file.Error(where((e.LineNumber ?? 0) + 1), "this is not valid JSON; is the file cut short, or the format another one?", e);
        }
    }
}
