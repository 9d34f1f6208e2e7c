namespace KPDD.T5;

/// <summary>An engine that calls use at the same time and that goes, where it is owned, after the last call. Thread-safe.</summary>
internal sealed class SharedEngine(IT5Engine engine, bool isOwned, Type owner) : IDisposable
{
    private readonly Lock gate = new();
    private int running;
    private bool disposed;

    public IT5Engine Engine => engine;

    /// <summary>Begins a call; disposing the result ends it.</summary>
    /// <exception cref="ObjectDisposedException">The owner is disposed.</exception>
    public Use Enter()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, owner);
            running++;
        }

        return new Use(this);
    }

    public void Dispose()
    {
        bool last;
        lock (gate)
        {
            last = !disposed && running == 0;
            disposed = true;
        }

        DisposeEngine(last);
    }

    private void Leave()
    {
        bool last;
        lock (gate)
        {
            last = --running == 0 && disposed;
        }

        DisposeEngine(last);
    }

    private void DisposeEngine(bool last)
    {
        if (last && isOwned)
        {
            engine.Dispose();
        }
    }

    /// <summary>A call that uses the engine.</summary>
    public readonly struct Use(SharedEngine shared) : IDisposable
    {
        public void Dispose() => shared.Leave();
    }
}
