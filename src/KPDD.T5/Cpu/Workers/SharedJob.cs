using System.Diagnostics;

namespace KPDD.T5.Cpu;

/// <summary>One run of a <see cref="ParallelWork"/>, shared by the thread that asked for it and the workers that help.</summary>
internal sealed class SharedJob(ParallelWork work)
{
    // States of a chunk; a chunk is open until a thread that has computed it wins the right to commit it.
    private const int Open = 0;
    private const int Committing = 1;
    private const int Committed = 2;

    private readonly int[] states = new int[work.Chunks];
    private int next;

    public int ResultLength => work.ResultLength;

    /// <summary>True while there are chunks that no thread has taken.</summary>
    public bool HasChunks => Volatile.Read(ref next) < states.Length;

    /// <summary>Computes chunks until every chunk is taken.</summary>
    /// <param name="buffer">This thread's result buffer.</param>
    /// <param name="helper">Woken before each chunk if it is parked: it may have rested before.</param>
    /// <returns>Ticks that the last chunk took; 0 if there was none.</returns>
    public long TakeChunks(Span<float> buffer, Worker? helper = null)
    {
        long ticks = 0;
        while (HasChunks)
        {
            helper?.Wake();
            int chunk = Interlocked.Increment(ref next) - 1;
            if (chunk < states.Length)
            {
                long start = Stopwatch.GetTimestamp();
                Run(chunk, buffer);
                ticks = Stopwatch.GetTimestamp() - start;
            }
        }

        return ticks;
    }

    /// <summary>Returns when every chunk is committed. A chunk whose worker is late, because something else runs on its core, is computed here.</summary>
    /// <param name="buffer">This thread's result buffer.</param>
    /// <param name="patience">Ticks to wait for a worker.</param>
    public void Complete(Span<float> buffer, long patience)
    {
        long deadline = Stopwatch.GetTimestamp() + patience;
        for (int chunk = 0; chunk < states.Length; chunk++)
        {
            while (Volatile.Read(ref states[chunk]) == Open && Stopwatch.GetTimestamp() < deadline)
            {
                Thread.SpinWait(1);
            }

            if (Volatile.Read(ref states[chunk]) == Open)
            {
                Run(chunk, buffer);
            }

            // Only a copy is under way now; the spin yields in case its thread was interrupted within it.
            var spin = default(SpinWait);
            while (Volatile.Read(ref states[chunk]) != Committed)
            {
                spin.SpinOnce();
            }
        }
    }

    private void Run(int chunk, Span<float> buffer)
    {
        work.Compute(chunk, buffer);
        if (Interlocked.CompareExchange(ref states[chunk], Committing, Open) == Open)
        {
            work.Commit(chunk, buffer);
            Volatile.Write(ref states[chunk], Committed);
        }
    }
}
