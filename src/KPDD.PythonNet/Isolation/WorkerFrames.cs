using System.Globalization;
using System.Text;

namespace KPDD.PythonNet.Isolation;

/// <summary>One answer of a worker: its own status and the bytes that the program's process wrote.</summary>
/// <param name="Status">JSON by the worker, which is trusted.</param>
/// <param name="Report">JSON by the program's process, which is not.</param>
internal sealed record WorkerAnswer(byte[] Status, byte[] Report);

/// <summary>
/// Reads and writes the frames between this process and a worker, and blocks meanwhile: pipes have no asynchronous calls beneath, so that each would take a thread of its own.
/// One thread may write while another reads; otherwise not thread-safe.
/// </summary>
internal sealed class WorkerFrames(Stream input, Stream output)
{
    private const int LongestHeader = 128;
    private const int LargestStatus = 64 * 1024;
    private readonly byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /// <summary>Writes one message: kind, nonce, size and the program's time limit in milliseconds in a line, then the body.</summary>
    public void Write(string kind, string nonce, byte[] body, int milliseconds = 0)
    {
        byte[] message = [.. Encoding.ASCII.GetBytes($"{kind} {nonce} {body.Length} {milliseconds}\n"), .. body];
        input.Write(message);
        input.Flush();
    }

    /// <summary>Reads the answer to the message with this nonce.</summary>
    /// <exception cref="EndOfStreamException">The worker is gone.</exception>
    /// <exception cref="InvalidDataException">The bytes are no such answer, or are larger than allowed.</exception>
    public WorkerAnswer Read(string nonce, int largestReport)
    {
        var fields = ReadHeader().Split(' ');
        if (fields.Length != 3 || fields[0] != nonce)
        {
            throw new InvalidDataException("The worker's answer does not belong to the question.");
        }

        var statusSize = ParseSize(fields[1], LargestStatus);
        var reportSize = ParseSize(fields[2], largestReport);
        var status = ReadBlock(statusSize);
        return new WorkerAnswer(status, ReadBlock(reportSize));
    }

    private static int ParseSize(string text, int largest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= largest
            ? size
            : throw new InvalidDataException("The worker's answer is larger than allowed.");

    private string ReadHeader()
    {
        var header = new StringBuilder();
        while (true)
        {
            if (start == end)
            {
                Fill();
            }

            var letter = (char)buffer[start++];
            if (letter == '\n')
            {
                return header.ToString();
            }

            if (header.Append(letter).Length > LongestHeader)
            {
                throw new InvalidDataException("The worker's answer has no header.");
            }
        }
    }

    private byte[] ReadBlock(int size)
    {
        var block = new byte[size];
        for (var filled = 0; filled < size;)
        {
            if (start == end)
            {
                Fill();
            }

            var count = Math.Min(size - filled, end - start);
            buffer.AsSpan(start, count).CopyTo(block.AsSpan(filled));
            filled += count;
            start += count;
        }

        return block;
    }

    private void Fill()
    {
        start = 0;
        end = output.Read(buffer);
        if (end == 0)
        {
            throw new EndOfStreamException("The worker ended.");
        }
    }
}
