using System.Collections.Concurrent;

namespace KPDD.PythonNet.Isolation;

/// <summary>Workers of one kind, kept warm between programs. Thread-safe; how many work at a time is for the caller to limit.</summary>
internal sealed class WorkerPool(WorkerFactory factory, bool hasLibraries) : IAsyncDisposable
{
    private readonly ConcurrentBag<WorkerProcess> idle = [];

    /// <summary>Takes a worker that rests, or starts one.</summary>
    /// <exception cref="KpddException">No interpreter becomes a worker; the message lists what was tried and the remedy.</exception>
    public async Task<WorkerProcess> TakeAsync(CancellationToken cancellationToken)
    {
        while (idle.TryTake(out var worker))
        {
            if (worker.IsUsable)
            {
                return worker;
            }

            await worker.DisposeAsync().ConfigureAwait(false);
        }

        var started = await factory.StartAsync(hasLibraries, cancellationToken).ConfigureAwait(false);
        PythonExecutorEvents.Log.WorkerStarted(started.Interpreter, started.Greeting.Level);
        return started;
    }

    /// <summary>Takes a worker back after its program; one that cannot take another is ended.</summary>
    public ValueTask GiveBackAsync(WorkerProcess worker)
    {
        if (!worker.IsUsable)
        {
            return worker.DisposeAsync();
        }

        idle.Add(worker);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the workers that rest.</summary>
    public async ValueTask DisposeAsync()
    {
        while (idle.TryTake(out var worker))
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }
    }
}
