using System.Text;

namespace KPDD;

/// <summary>Reads comma-separated values with a header (RFC 4180: quoted fields may hold commas, doubled quotes and line breaks).</summary>
internal static class CsvTable
{
    /// <summary>The records after the header, read one by one.</summary>
    /// <exception cref="KpddException">No header, no record after it, a quote that is never closed, or a record with more or fewer fields than the header.</exception>
    public static IEnumerable<CsvRecord> Read(DataFile file)
    {
        Dictionary<string, int>? columns = null;
        int number = 0;
        int line = 1;
        using DataReader reader = file.Open();
        while (reader.Peek() >= 0)
        {
            int startLine = line;
            List<string> fields = ReadFields(file, reader, ref line);
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

    private static List<string> ReadFields(DataFile file, DataReader reader, ref int line)
    {
        var fields = new List<string>();
        while (true)
        {
            fields.Add(reader.Peek() == '"' ? ReadQuoted(file, reader, ref line) : ReadBare(reader));
            int separator = reader.Read();
            if (separator < 0)
            {
                return fields;
            }

            if (separator == ',')
            {
                continue;
            }

            if (separator == '\r' && reader.Peek() == '\n')
            {
                reader.Read();
            }
            else if (separator is not ('\r' or '\n'))
            {
                throw file.Error($"line {line}", "text follows a closing quote; expected a comma or the end of the line.");
            }

            line++;
            return fields;
        }
    }

    private static string ReadBare(DataReader reader)
    {
        var field = new StringBuilder();
        while (reader.Peek() is not (-1 or ',' or '\r' or '\n'))
        {
            field.Append((char)reader.Read());
        }

        return field.ToString();
    }

    private static string ReadQuoted(DataFile file, DataReader reader, ref int line)
    {
        int startLine = line;
        var field = new StringBuilder();
        reader.Read(); // the opening quote
        while (reader.Read() is >= 0 and int next)
        {
            if (next == '"')
            {
                if (reader.Peek() != '"')
                {
                    return field.ToString();
                }

                reader.Read();
            }
            else if (next == '\n')
            {
                line++;
            }

            field.Append((char)next);
        }

        throw file.Error($"line {startLine}", "a quoted field is never closed; expected a closing quote.");
    }
}
