using Python.Runtime;

namespace KPDD.PythonNet.Embedded;

/// <summary>Raises KeyboardInterrupt in the Python code of the thread that made this object, again and again until stopped, since a program can catch it.</summary>
/// <remarks>Made and stopped by that thread while it holds Python's lock. The interrupting thread takes the lock too, so no interrupt is sent after the stop.</remarks>
internal sealed class Interruption
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly ulong thread = PythonEngine.GetPythonThreadID();
    private bool stopped;

    /// <summary>Begins to interrupt, on a thread of the pool.</summary>
    public void Start() => _ = Task.Run(InterruptAsync);

    /// <summary>Ends it.</summary>
    public void Stop() => stopped = true;

    private async Task InterruptAsync()
    {
        while (Interrupt())
        {
            await Task.Delay(Pause).ConfigureAwait(false);
        }
    }

    private bool Interrupt()
    {
        using (Py.GIL())
        {
            if (!stopped)
            {
                PythonEngine.Interrupt(thread);
            }

            return !stopped;
        }
    }
}
