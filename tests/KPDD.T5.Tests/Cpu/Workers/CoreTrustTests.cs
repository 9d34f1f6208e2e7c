using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu.Workers;

public class CoreTrustTests
{
    // One tick a microsecond.
    private const long Millisecond = 1000;
    private const long ShortestRest = 5 * Millisecond;
    private const long LongestRest = 320 * Millisecond;

    private readonly CoreTrust core = new(frequency: 1_000_000);
    private long now = 1_000 * Millisecond;

    [Fact]
    public void Keeps_CoreComesBackAtOnce_AlwaysTrue()
    {
        core.Resume(now);

        for (int i = 0; i < 1000; i++)
        {
            Assert.True(Offer(lost: 99));
        }

        Assert.False(core.IsResting(now));
    }

    [Fact]
    public void Keeps_OthersTakeAMomentNowAndThen_AlwaysTrue()
    {
        core.Resume(now);

        // 2 ms in 20: a tenth.
        for (int i = 0; i < 100; i++)
        {
            now += 18 * Millisecond;
            Assert.True(Offer(lost: 2 * Millisecond));
        }
    }

    [Fact]
    public void Keeps_OthersTakeShortTimeSlicesInTurn_RestsBeforeTheThird()
    {
        core.Resume(now);
        now += 2 * Millisecond;
        Assert.True(Offer(lost: 2 * Millisecond));
        now += 2 * Millisecond;

        Assert.False(Offer(lost: 2 * Millisecond));
    }

    [Fact]
    public void Keeps_OthersTakeWholeTimeSlices_RestsTwiceAsLongEachTime()
    {
        long rest = ShortestRest;
        for (int i = 0; i < 10; i++)
        {
            core.Resume(now);
            now += Millisecond;

            Assert.False(Offer(lost: 4 * Millisecond));
            Assert.True(core.IsResting(now + rest - 1));
            Assert.False(core.IsResting(now + rest));

            now += rest;
            rest = Math.Min(2 * rest, LongestRest);
        }
    }

    [Fact]
    public void Keeps_AfterItsCoreWasItsOwnForLong_RestsShortlyAgain()
    {
        for (int i = 0; i < 10; i++)
        {
            core.Resume(now);
            Assert.False(Offer(lost: 4 * Millisecond));
            now += LongestRest;
        }

        core.Resume(now);
        now += 20 * Millisecond;
        core.Pause(now);
        core.Resume(now);

        Assert.False(Offer(lost: 4 * Millisecond));
        Assert.False(core.IsResting(now + ShortestRest));
    }

    [Fact]
    public void Keeps_LastRestIsLongPast_RestsShortlyAgain()
    {
        for (int i = 0; i < 10; i++)
        {
            core.Resume(now);
            Assert.False(Offer(lost: 4 * Millisecond));
            now += LongestRest;
        }

        now += (4 * LongestRest) + Millisecond;
        core.Resume(now);

        Assert.False(Offer(lost: 4 * Millisecond));
        Assert.False(core.IsResting(now + ShortestRest));
    }

    [Fact]
    public void Keeps_TimeAsleep_EarnsNothing()
    {
        core.Resume(now);
        Assert.False(Offer(lost: 4 * Millisecond));
        core.Pause(now);
        now += 1000 * Millisecond;
        core.Resume(now);

        Assert.False(Offer(lost: Millisecond));
    }

    private bool Offer(long lost)
    {
        long offered = now;
        now += lost;
        return core.Keeps(offered, now);
    }
}
