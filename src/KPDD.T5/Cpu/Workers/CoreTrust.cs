namespace KPDD.T5.Cpu;

/// <summary>
/// Decides when a worker whose core is wanted elsewhere rests. Two threads on one core get less done than one, and so does a caller that had to move over to a core in use;
/// but other threads take every core for a moment now and then, and to rest for each of them would cost more than they do.
/// </summary>
/// <remarks>
/// Time on the core earns credit, and time that others are seen to take of it costs <see cref="Price"/> times as much: a worker that cannot pay rests, each time in succession twice as
/// long. Used by the worker's thread alone, but for <see cref="IsResting"/>. All times are ticks of one clock.
/// </remarks>
/// <param name="frequency">Ticks of a second.</param>
internal sealed class CoreTrust(long frequency)
{
    /// <summary>Others may take one part in so many of the core's time.</summary>
    private const int Price = 8;

    /// <summary>A core that was offered and comes back sooner was not wanted: 100 µs, above what interrupts take and below any time slice.</summary>
    private readonly long taken = frequency / 10_000;

    /// <summary>Most credit: 20 ms, which pays for 2.5 ms at once. The system's own threads take less; one with much to do comes again before as much is earned.</summary>
    private readonly long most = MostCredit(frequency);

    private readonly long shortestRest = ShortestRest(frequency);
    private readonly long longestRest = 64 * ShortestRest(frequency);

    /// <summary>How long after a rest its length still counts: a little more than a second.</summary>
    private readonly long forgotten = 256 * ShortestRest(frequency);

    private long credit = MostCredit(frequency);
    private long rest = ShortestRest(frequency);
    private long counted;
    private long restEnd;

    /// <summary>True until the worker's last rest is over.</summary>
    /// <param name="now">The time.</param>
    public bool IsResting(long now) => now < Volatile.Read(ref restEnd);

    /// <summary>The worker begins to use its core: time before it earns nothing.</summary>
    /// <param name="now">The time.</param>
    public void Resume(long now) => counted = now;

    /// <summary>The worker no longer uses its core.</summary>
    /// <param name="now">The time.</param>
    public void Pause(long now)
    {
        credit = Math.Min(most, credit + (now - counted));
        counted = now;

        // Left alone for long enough, it trusts the core again.
        if (credit == most)
        {
            rest = shortestRest;
        }
    }

    /// <summary>The worker has offered its core to others and has got it back.</summary>
    /// <param name="offered">When it offered it.</param>
    /// <param name="now">When it got it back.</param>
    /// <returns>False if it is to rest now.</returns>
    public bool Keeps(long offered, long now)
    {
        if (now - offered < taken)
        {
            return true;
        }

        Pause(offered);
        Resume(now);
        credit -= Price * (now - offered);
        if (credit >= 0)
        {
            return true;
        }

        // What others wanted so long ago says nothing about now: a process that is idle between texts would pay for it with the next.
        if (offered - restEnd > forgotten)
        {
            rest = shortestRest;
        }

        credit = 0;
        Volatile.Write(ref restEnd, now + rest);
        rest = Math.Min(2 * rest, longestRest);
        return false;
    }

    private static long MostCredit(long frequency) => frequency / 50;

    private static long ShortestRest(long frequency) => frequency / 200;
}
