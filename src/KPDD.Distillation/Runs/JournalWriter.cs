namespace KPDD.Distillation;

/// <summary>Adds records to a journal, each in one piece.</summary>
/// <remarks>
/// Thread-safe. A record is with the operating system when <see cref="Append"/> returns, so that it outlives the process; it is forced to the disk every
/// <see cref="RecordsBetweenFlushes"/> records and at the end, so that a power failure costs at most these.
/// </remarks>
internal sealed class JournalWriter : IDisposable
{
    public const int RecordsBetweenFlushes = 64;

    private readonly Lock gate = new();
    private readonly FileStream stream;
    private int unflushed;

    /// <summary>Opens a journal at the end of its last whole record; what an interrupted write left behind is cut off.</summary>
    /// <param name="path">The file; made when it is not there.</param>
    /// <param name="length">Bytes of its whole records.</param>
    /// <exception cref="KpddException">The file cannot be written.</exception>
    public JournalWriter(string path, long length)
    {
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            stream.SetLength(length);
            stream.Position = length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"{path}: the journal cannot be written ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <summary>Adds a record.</summary>
    /// <exception cref="KpddException">It could not be written; the journal is as it was.</exception>
    public void Append(JournalLine line)
    {
        byte[] bytes = line.ToBytes();
        lock (gate)
        {
            long before = stream.Position;
            try
            {
                stream.Write(bytes);
                if (++unflushed >= RecordsBetweenFlushes)
                {
                    stream.Flush(flushToDisk: true);
                    unflushed = 0;
                }
            }
            catch (IOException e)
            {
                stream.SetLength(before);
                stream.Position = before;
                throw new KpddException($"{stream.Name}: a record could not be written ({e.Message.TrimEnd('.')}). Free some space and resume the run.", e);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            stream.Flush(flushToDisk: true);
            stream.Dispose();
        }
    }
}
