using System.Text;

namespace KPDD;

/// <summary>Reads comma-separated values with a header (RFC 4180: quoted fields may hold commas, doubled quotes and line breaks).</summary>
internal static class CsvTable
{
    /// <summary>The records after the header.</summary>
    /// <exception cref="KpddException">No header, no record after it, a quote that is never closed, or a record with more or fewer fields than the header.</exception>
    public static IEnumerable<CsvRecord> Read(DataFile file)
    {
        Dictionary<string, int>? columns = null;
        int number = 0;
        int position = 0;
        int line = 1;
        while (position < file.Text.Length)
        {
            int startLine = line;
            List<string> fields = ReadFields(file, ref position, ref line);
            if (fields is [""])
            {
                continue;
            }

            if (columns is null)
            {
                columns = Header(file, fields);
                continue;
            }

            string where = $"record {++number} (line {startLine})";
            if (fields.Count != columns.Count)
            {
                throw file.Error(where, $"expected {columns.Count} fields as in the header, found {fields.Count}.");
            }

            yield return new CsvRecord(file, where, columns, fields);
        }

        if (columns is null)
        {
            throw file.Error("the file is empty; a line with the column names was expected.");
        }

        if (number == 0)
        {
            throw file.NoRecord();
        }
    }

    private static Dictionary<string, int> Header(DataFile file, List<string> names)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < names.Count; i++)
        {
            if (!columns.TryAdd(names[i].Trim(), i))
            {
                throw file.Error("line 1", $"the column '{names[i].Trim()}' appears twice.");
            }
        }

        return columns;
    }

    private static List<string> ReadFields(DataFile file, ref int position, ref int line)
    {
        string text = file.Text;
        var fields = new List<string>();
        while (true)
        {
            fields.Add(position < text.Length && text[position] == '"'
                ? ReadQuoted(file, ref position, ref line)
                : ReadBare(text, ref position));
            if (position >= text.Length)
            {
                return fields;
            }

            char separator = text[position++];
            if (separator == ',')
            {
                continue;
            }

            if (separator == '\r' && position < text.Length && text[position] == '\n')
            {
                position++;
            }
            else if (separator is not ('\r' or '\n'))
            {
                throw file.Error($"line {line}", "text follows a closing quote; expected a comma or the end of the line.");
            }

            line++;
            return fields;
        }
    }

    private static string ReadBare(string text, ref int position)
    {
        int start = position;
        int length = text.AsSpan(start).IndexOfAny(',', '\r', '\n');
        position = length < 0 ? text.Length : start + length;
        return text[start..position];
    }

    private static string ReadQuoted(DataFile file, ref int position, ref int line)
    {
        int startLine = line;
        var field = new StringBuilder();
        for (position++; position < file.Text.Length; position++)
        {
            char c = file.Text[position];
            if (c == '"')
            {
                bool doubled = position + 1 < file.Text.Length && file.Text[position + 1] == '"';
                position++;
                if (!doubled)
                {
                    return field.ToString();
                }
            }
            else if (c == '\n')
            {
                line++;
            }

            field.Append(c);
        }

        throw file.Error($"line {startLine}", "a quoted field is never closed; expected a closing quote.");
    }
}
