using System.Buffers;
using System.Diagnostics;

namespace KPDD.T5.Cpu;

/// <summary>Runs work on the calling thread and a few workers of its own that take chunks as they get to them.</summary>
/// <remarks>
/// Thread-safe. Nobody waits for a worker that has no core: what it has not taken the caller does, and what it took and does not finish in
/// time the caller computes again. Of several callers at once one is helped and the others work alone. After disposal every caller works alone.
/// </remarks>
internal sealed class WorkerSet : IDisposable
{
    /// <summary>Least time to wait for a chunk of a worker before computing it again.</summary>
    private static readonly long LeastPatience = Stopwatch.Frequency / 500_000;

    private readonly JobSlot slot = new();
    private readonly Lazy<Worker[]> workers;

    /// <param name="threads">Threads that work at once, the caller counted.</param>
    public WorkerSet(int threads)
    {
        Threads = threads;
        workers = new Lazy<Worker[]>(() => StartWorkers(threads - 1));
    }

    public int Threads { get; }

    /// <summary>Runs every chunk on the calling thread and on the workers that have a core; small work should go to <see cref="RunAlone"/>.</summary>
    public void Run(ParallelWork work)
    {
        var job = new SharedJob(work);
        if (Threads == 1 || work.Chunks == 1 || slot.Closed || !slot.TryPlace(job))
        {
            RunAlone(work);
            return;
        }

        float[] buffer = ArrayPool<float>.Shared.Rent(work.ResultLength);
        try
        {
            long chunkTicks = job.TakeChunks(buffer, workers.Value[0]);

            // A worker that began its last chunk as late as possible is done after one chunk's time; some more, for chunks and cores differ.
            job.Complete(buffer, Math.Max(chunkTicks + (chunkTicks / 2), LeastPatience));
        }
        finally
        {
            slot.Clear();
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>Runs every chunk on the calling thread.</summary>
    public static void RunAlone(ParallelWork work)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(work.ResultLength);
        for (int chunk = 0; chunk < work.Chunks; chunk++)
        {
            work.Compute(chunk, buffer);
            work.Commit(chunk, buffer);
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>Lets the workers end.</summary>
    public void Dispose()
    {
        slot.Close();
        if (workers.IsValueCreated)
        {
            foreach (Worker worker in workers.Value)
            {
                worker.End();
            }
        }
    }

    private Worker[] StartWorkers(int count)
    {
        var started = new Worker[count];
        for (int i = count - 1; i >= 0; i--)
        {
            started[i] = new Worker(slot, i + 1 < count ? started[i + 1] : null);
        }

        return started;
    }
}
