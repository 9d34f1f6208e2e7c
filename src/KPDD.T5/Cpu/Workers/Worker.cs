using System.Diagnostics;

namespace KPDD.T5.Cpu;

/// <summary>A background thread that helps with the job of a slot, parks when there is none and rests when its core is wanted elsewhere.</summary>
internal sealed class Worker
{
    /// <summary>How long a worker looks for a job before it parks, once none is under way: 50 µs, longer than the serial work between two products of a decoding step.</summary>
    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000;

    /// <summary>How long a worker looks for a job without offering its core to others: most jobs come sooner.</summary>
    private static readonly long AloneTicks = Stopwatch.Frequency / 200_000;

    /// <summary>
    /// A core that was offered and comes back later than this is wanted by a thread with much to do: 100 µs, above what interrupts and the system's own threads
    /// take now and then, for which a rest would be a loss, and below any time slice.
    /// </summary>
    private static readonly long TakenTicks = Stopwatch.Frequency / 10_000;

    /// <summary>Rest of a worker whose core is taken, at first and at most: each further one is twice as long.</summary>
    private static readonly long ShortestRest = Stopwatch.Frequency / 200;
    private static readonly long LongestRest = 64 * ShortestRest;

    private readonly JobSlot slot;
    private readonly Worker? next;

    // A monitor and no Lock: parking needs Wait and Pulse.
    private readonly object gate = new();
    private volatile bool parked;
    private long rest = ShortestRest;
    private long restEnd;

    /// <param name="slot">Where jobs are found.</param>
    /// <param name="next">The worker that this one wakes when it finds a job, so that the thread with the job need wake only one.</param>
    public Worker(JobSlot slot, Worker? next)
    {
        this.slot = slot;
        this.next = next;
        new Thread(Work) { IsBackground = true, Name = "KPDD T5 worker" }.Start();
    }

    /// <summary>Wakes the worker if it is parked; while it rests, the next one in its place.</summary>
    public void Wake()
    {
        if (parked && Stopwatch.GetTimestamp() < Volatile.Read(ref restEnd))
        {
            next?.Wake();
        }

        // A worker interrupted within its monitor has no core and could not help: do without it rather than wait.
        else if (parked && Monitor.TryEnter(gate))
        {
            Pulse();
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

        // Left alone for as long as it rested before, it trusts the core again.
        if (now - Volatile.Read(ref restEnd) > rest)
        {
            rest = ShortestRest;
        }

        return null;
    }

    // Gives the core to whoever waits for it, perhaps the thread that is to bring the next job. If it was in demand the worker rests: two threads on one core
    // get less done than one, and so does a caller that had to move over to a core in use.
    private bool OfferCore()
    {
        long start = Stopwatch.GetTimestamp();
        Thread.Yield();
        long end = Stopwatch.GetTimestamp();
        if (end - start < TakenTicks)
        {
            return true;
        }

        Volatile.Write(ref restEnd, end + rest);
        rest = Math.Min(2 * rest, LongestRest);
        return false;
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
                Monitor.Wait(gate);
            }

            parked = false;
        }
    }

    // The mark goes at once: a worker that was woken and has not got a core yet must not cost a second call.
    private void Pulse()
    {
        parked = false;
        Monitor.Pulse(gate);
    }
}
