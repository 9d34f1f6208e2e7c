using System.Globalization;
using System.Text;

namespace KPDD.PythonNet.Isolation;

/// <summary>One answer of a worker: its own status and the bytes that the program's process wrote.</summary>
/// <param name="Status">JSON by the worker, which is trusted.</param>
/// <param name="Report">JSON by the program's process, which is not.</param>
internal sealed record WorkerAnswer(byte[] Status, byte[] Report);

/// <summary>Reads and writes the frames between this process and a worker. Not thread-safe.</summary>
internal sealed class WorkerFrames(Stream input, Stream output)
{
    private const int LongestHeader = 128;
    private const int LargestStatus = 64 * 1024;
    private readonly byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /// <summary>Writes one message: kind, nonce and size in a line, then the body.</summary>
    public async Task WriteAsync(string kind, string nonce, byte[] body)
    {
        byte[] message = [.. Encoding.ASCII.GetBytes($"{kind} {nonce} {body.Length}\n"), .. body];
        await input.WriteAsync(message).ConfigureAwait(false);
        await input.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Reads the answer to the message with this nonce.</summary>
    /// <exception cref="EndOfStreamException">The worker is gone.</exception>
    /// <exception cref="InvalidDataException">The bytes are no such answer, or are larger than allowed.</exception>
    public async Task<WorkerAnswer> ReadAsync(string nonce, int largestReport)
    {
        var fields = (await ReadHeaderAsync().ConfigureAwait(false)).Split(' ');
        if (fields.Length != 3 || fields[0] != nonce)
        {
            throw new InvalidDataException("The worker's answer does not belong to the question.");
        }

        var statusSize = ParseSize(fields[1], LargestStatus);
        var reportSize = ParseSize(fields[2], largestReport);
        var status = await ReadBlockAsync(statusSize).ConfigureAwait(false);
        return new WorkerAnswer(status, await ReadBlockAsync(reportSize).ConfigureAwait(false));
    }

    private static int ParseSize(string text, int largest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= largest
            ? size
            : throw new InvalidDataException("The worker's answer is larger than allowed.");

    private async Task<string> ReadHeaderAsync()
    {
        var header = new StringBuilder();
        while (true)
        {
            if (start == end)
            {
                await FillAsync().ConfigureAwait(false);
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

    private async Task<byte[]> ReadBlockAsync(int size)
    {
        var block = new byte[size];
        for (var filled = 0; filled < size;)
        {
            if (start == end)
            {
                await FillAsync().ConfigureAwait(false);
            }

            var count = Math.Min(size - filled, end - start);
            buffer.AsSpan(start, count).CopyTo(block.AsSpan(filled));
            filled += count;
            start += count;
        }

        return block;
    }

    private async Task FillAsync()
    {
        start = 0;
        end = await output.ReadAsync(buffer).ConfigureAwait(false);
        if (end == 0)
        {
            throw new EndOfStreamException("The worker ended.");
        }
    }
}
