using System.Diagnostics;

namespace KPDD.T5.Cpu;

/// <summary>A background thread that helps with the job of a slot, parks when there is none and rests when its core is wanted elsewhere.</summary>
internal sealed class Worker
{
    /// <summary>How long a worker looks for a job before it parks, once none is under way: 50 µs, longer than the serial work between two products of a decoding step.</summary>
    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000;

    /// <summary>How long a worker looks for a job without offering its core to others: most jobs come sooner.</summary>
    private static readonly long AloneTicks = Stopwatch.Frequency / 200_000;

    private readonly JobSlot slot;
    private readonly Worker? next;
    private readonly CoreTrust core = new(Stopwatch.Frequency);
    private readonly ThreadPlacement placement = new();

    // A monitor and no Lock: parking needs Wait and Pulse.
    private readonly object gate = new();
    private volatile bool parked;

    /// <param name="slot">Where jobs are found.</param>
    /// <param name="next">The worker that this one wakes when it finds a job, so that the thread with the job need wake only one.</param>
    public Worker(JobSlot slot, Worker? next)
    {
        this.slot = slot;
        this.next = next;
        new Thread(() => TileThread.Run(Work)) { IsBackground = true, Name = "KPDD T5 worker" }.Start();
    }

    /// <summary>Wakes the worker if it is parked; while it rests, the next one in its place.</summary>
    public void Wake()
    {
        if (parked && core.IsResting(Stopwatch.GetTimestamp()))
        {
            next?.Wake();
        }

        // A worker interrupted within its monitor has no core and could not help: do without it rather than wait.
        else if (parked && Monitor.TryEnter(gate))
        {
            // It may have found the job itself in the meantime.
            if (parked)
            {
                placement.MakeRoom();
                Pulse();
            }

            Monitor.Exit(gate);
        }
    }

    /// <summary>Wakes the worker so that it sees that its slot is closed.</summary>
    public void End()
    {
        lock (gate)
        {
            Pulse();
        }
    }

    private void Work()
    {
        float[] buffer = [];
        while (!slot.Closed)
        {
            if (FindJob() is { } job)
            {
                next?.Wake();
                if (buffer.Length < job.ResultLength)
                {
                    buffer = new float[job.ResultLength];
                }

                Help(job, buffer);
            }
            else
            {
                Park();
            }
        }
    }

    private static void Help(SharedJob job, float[] buffer)
    {
#pragma warning disable CA1031 // The thread that asked computes every chunk that was not committed, and meets the exception itself.
        try
        {
            job.TakeChunks(buffer);
        }
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }

    private SharedJob? FindJob()
    {
        long looked = Stopwatch.GetTimestamp(), start = looked, now = looked;
        do
        {
            SharedJob? job = slot.Current;
            if (job is { HasChunks: true })
            {
                return job;
            }

            // The thread that still computes the last chunks of this one will soon bring the next.
            if (job is not null)
            {
                start = now;
            }

            if (now - looked < AloneTicks)
            {
                Thread.SpinWait(1);
            }
            else if (!OfferCore())
            {
                return null;
            }

            now = Stopwatch.GetTimestamp();
        }
        while (now - start < SpinTicks);

        core.Pause(now);
        return null;
    }

    // Gives the core to whoever waits for it, perhaps the thread that is to bring the next job; false if it is too much in demand to go on.
    private bool OfferCore()
    {
        long offered = Stopwatch.GetTimestamp();
        Thread.Yield();
        return core.Keeps(offered, Stopwatch.GetTimestamp());
    }

    private void Park()
    {
        lock (gate)
        {
            // The fence orders the mark before the second look: a job placed before is seen here, a later one finds the mark.
            parked = true;
            Interlocked.MemoryBarrier();
            if (!slot.Closed && slot.Current is not { HasChunks: true })
            {
                placement.FallAsleep();
                Monitor.Wait(gate);
                placement.WakeUp();
            }

            parked = false;
        }

        core.Resume(Stopwatch.GetTimestamp());
    }

    // The mark goes at once: a worker that was woken and has not got a core yet must not cost a second call.
    private void Pulse()
    {
        parked = false;
        Monitor.Pulse(gate);
    }
}
