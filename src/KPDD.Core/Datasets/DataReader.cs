using System.Text;

namespace KPDD;

/// <summary>Reads a data file from its beginning to its end, holding a few thousand characters of it at a time.</summary>
internal sealed class DataReader(DataFile file, StreamReader reader) : IDisposable
{
    private readonly char[] buffer = new char[4096];
    private int position;
    private int filled;

    /// <summary>The next character, which stays the next one; -1 at the end.</summary>
    public int Peek() => position < filled || Fill() ? buffer[position] : -1;

    /// <summary>Takes the next character; -1 at the end.</summary>
    public int Read()
    {
        int next = Peek();
        position += next < 0 ? 0 : 1;
        return next;
    }

    /// <summary>Takes the text up to the next line feed, which is taken as well; null at the end. Other separators may stand inside a line.</summary>
    public string? ReadLine()
    {
        if (Peek() < 0)
        {
            return null;
        }

        var line = new StringBuilder();
        while (position < filled || Fill())
        {
            int length = buffer.AsSpan(position, filled - position).IndexOf('\n');
            int end = length < 0 ? filled : position + length;
            line.Append(buffer, position, end - position);
            position = end;
            if (length >= 0)
            {
                position++;
                break;
            }
        }

        return line.ToString();
    }

    public void Dispose() => reader.Dispose();

    private bool Fill()
    {
        position = 0;
        filled = file.Guard(() => reader.Read(buffer, 0, buffer.Length));
        return filled > 0;
    }
}
