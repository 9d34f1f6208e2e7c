namespace KPDD.Distillation;

/// <summary>Adds lines to a journal, each in one piece.</summary>
/// <remarks>
/// Thread-safe. A line is with the operating system when <c>Append</c> returns, so that it outlives the process; lines are forced to the disk every
/// <see cref="PathsBetweenFlushes"/> paths and at the end, so that a power failure costs these and those that came while the disk was busy.
/// </remarks>
internal sealed class JournalWriter : IDisposable
{
    public const int PathsBetweenFlushes = 64;

    private readonly Lock gate = new();
    private readonly FileStream stream;
    private readonly int pathsBetweenFlushes;
    private int unflushed;
    private Task flush = Task.CompletedTask;

    /// <summary>Opens a journal at the end of its last whole record; what an interrupted write left behind is cut off.</summary>
    /// <param name="path">The file; made when it is not there.</param>
    /// <param name="length">Bytes of its whole lines.</param>
    /// <param name="pathsBetweenFlushes">So many paths are forced to the disk together.</param>
    /// <exception cref="KpddException">The file cannot be written.</exception>
    public JournalWriter(string path, long length, int pathsBetweenFlushes = PathsBetweenFlushes)
    {
        this.pathsBetweenFlushes = pathsBetweenFlushes;
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

    /// <summary>Adds a path.</summary>
    /// <exception cref="KpddException">It could not be written, and the journal is as it was; or the disk did not take earlier lines.</exception>
    public void Append(JournalLine path) => Append(JournalJson.ToBytes(path), paths: 1);

    /// <summary>Adds what was paid for.</summary>
    /// <exception cref="KpddException">As for a path.</exception>
    public void Append(SpentLine spent) => Append(JournalJson.ToBytes(spent), paths: 0);

    public void Dispose()
    {
        using (stream)
        {
            flush.GetAwaiter().GetResult();
            Flush();
        }
    }

    private void Append(byte[] line, int paths)
    {
        lock (gate)
        {
            Write(line);
            unflushed += paths;
            if (unflushed >= pathsBetweenFlushes && flush.IsCompleted)
            {
                flush.GetAwaiter().GetResult();
                unflushed = 0;

                // The disk takes milliseconds; on a thread of the pool they would hold up the answers that come meanwhile.
                flush = Task.Factory.StartNew(Flush, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Forces to the disk what was written so far.</summary>
    private void Flush()
    {
        try
        {
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }
        catch (IOException e)
        {
            throw new KpddException($"{stream.Name}: the disk does not take the journal ({e.Message.TrimEnd('.')}). See to the disk and resume the run.", e);
        }
    }

    private void Write(byte[] line)
    {
        long before = stream.Position;
        try
        {
            stream.Write(line);
        }
        catch (IOException e)
        {
            stream.SetLength(before);
            stream.Position = before;
            throw new KpddException($"{stream.Name}: a record could not be written ({e.Message.TrimEnd('.')}). Free some space and resume the run.", e);
        }
    }
}
