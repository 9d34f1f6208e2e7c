using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace KPDD.Distillation;

/// <summary>Where a record stands in a journal.</summary>
/// <param name="Number">The problem's place in the data set.</param>
/// <param name="Path">The path's number.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes, line end included.</param>
internal readonly record struct JournalEntry(int Number, int Path, long Offset, int Length)
{
    /// <summary>Reads the record. Several threads may read one file at once.</summary>
    /// <exception cref="EndOfStreamException">The file has become shorter.</exception>
    public byte[] Read(SafeFileHandle journal)
    {
        byte[] record = new byte[Length];
        for (int done = 0; done < record.Length;)
        {
            int read = RandomAccess.Read(journal, record.AsSpan(done), Offset + done);
            done += read > 0 ? read : throw new EndOfStreamException();
        }

        return record;
    }
}

/// <summary>One line of a journal: a path that was written, or tokens that were paid for.</summary>
/// <param name="Path">The path; null for the other kind of line.</param>
/// <param name="Spent">The tokens; null for the other kind of line.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes, line end included.</param>
internal readonly record struct JournalItem(JournalLine? Path, SpentLine? Spent, long Offset, int Length);

/// <summary>Goes through a journal line by line, with one line in memory at a time.</summary>
internal static class JournalScanner
{
    private const int FirstBuffer = 1 << 16;

    /// <summary>The whole lines. What follows the last line end was cut off while it was written, and is none.</summary>
    /// <exception cref="KpddException">A line is no record, which no interrupted run can cause.</exception>
    public static IEnumerable<JournalItem> Scan(string path)
    {
        using FileStream? stream = Open(path);
        byte[] buffer = new byte[FirstBuffer];
        int filled = 0;
        int number = 0;
        long offset = 0;
        while (stream is not null)
        {
            int read = stream.Read(buffer, filled, buffer.Length - filled);
            if (read == 0)
            {
                yield break;
            }

            filled += read;
            int start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, filled - start) is >= 0 and int end)
            {
                JournalItem item = Parse(buffer.AsSpan(start, end - start), path, ++number, offset);
                yield return item;
                offset += item.Length;
                start = end + 1;
            }

            filled -= start;
            buffer.AsSpan(start, filled).CopyTo(buffer);
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    /// <summary>The paths, each with its place.</summary>
    /// <exception cref="KpddException">A line is no record.</exception>
    public static IEnumerable<(JournalLine Line, JournalEntry Entry)> Paths(string path) => Scan(path)
        .Where(item => item.Path is not null)
        .Select(item => (item.Path!, new JournalEntry(item.Path!.Number, item.Path.Path, item.Offset, item.Length)));

    /// <summary>What was paid for.</summary>
    /// <exception cref="KpddException">A line is no record.</exception>
    public static IEnumerable<SpentLine> Spending(string path) => Scan(path).Select(item => item.Spent).OfType<SpentLine>();

    /// <summary>The paths in the order of problems and paths, checked to hold each path once.</summary>
    /// <exception cref="KpddException">A path is there twice.</exception>
    public static List<JournalEntry> Index(string path)
    {
        List<JournalEntry> entries = [.. Paths(path).Select(record => record.Entry)];
        entries.Sort((one, other) => (one.Number, one.Path).CompareTo((other.Number, other.Path)));
        for (int i = 1; i < entries.Count; i++)
        {
            if ((entries[i].Number, entries[i].Path) == (entries[i - 1].Number, entries[i - 1].Path))
            {
                throw new KpddException($"{path}: path {entries[i].Path} of problem number {entries[i].Number} is there twice. Remove one of the two lines.");
            }
        }

        return entries;
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // A run that has not begun, or was killed before its first answer.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"{path}: the journal cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static JournalItem Parse(ReadOnlySpan<byte> line, string path, int number, long offset)
    {
        try
        {
            SpentLine? spent = SpentLine.TryParse(line);
            return new JournalItem(spent is null ? JournalLine.Parse(line) : null, spent, offset, line.Length + 1);
        }
        catch (JsonException e)
        {
            throw new KpddException($"{path}, line {number}: this is no record of a run ({e.Message.TrimEnd('.')}). Remove the line; its path will be asked for again.", e);
        }
    }
}
