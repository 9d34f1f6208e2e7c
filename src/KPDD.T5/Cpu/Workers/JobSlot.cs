namespace KPDD.T5.Cpu;

/// <summary>Where a thread lays down a job and the workers find it.</summary>
internal sealed class JobSlot
{
    private SharedJob? current;
    private volatile bool closed;

    /// <summary>The job in need of help, if any.</summary>
    public SharedJob? Current => Volatile.Read(ref current);

    /// <summary>True when the workers are to end.</summary>
    public bool Closed => closed;

    /// <summary>Lays down a job; false when another one lies there.</summary>
    public bool TryPlace(SharedJob job) => Interlocked.CompareExchange(ref current, job, null) is null;

    public void Clear() => Volatile.Write(ref current, null);

    public void Close() => closed = true;
}
