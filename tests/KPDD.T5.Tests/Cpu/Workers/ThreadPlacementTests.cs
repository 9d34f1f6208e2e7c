using System.Runtime.InteropServices;
using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu.Workers;

public partial class ThreadPlacementTests
{
    private const int MaskBytes = 1024;

    [Fact]
    public void MakeRoom_SleepingThread_WakesElsewhereAndMayUseEveryProcessorAgain()
    {
        Assert.SkipUnless(ThreadPlacement.IsSupported, "Threads are placed on Linux alone.");
        Assert.SkipUnless(Environment.ProcessorCount > 1, "This process may use one processor.");
        var placement = new ThreadPlacement();
        using var asleep = new ManualResetEventSlim();
        using var wake = new ManualResetEventSlim();
        int sleptOn = -1, wokeOn = -1;
        byte[] before = new byte[MaskBytes], during = new byte[MaskBytes], after = new byte[MaskBytes];
        var sleeper = new Thread(() =>
        {
            _ = GetAffinity(0, MaskBytes, before);
            placement.FallAsleep();
            sleptOn = GetProcessor();
            asleep.Set();
            wake.Wait();
            wokeOn = GetProcessor();
            _ = GetAffinity(0, MaskBytes, during);
            placement.WakeUp();
            _ = GetAffinity(0, MaskBytes, after);
        });
        int wokenFrom = -1;
        var waker = new Thread(() =>
        {
            // Where the other would wake by itself.
            asleep.Wait();
            byte[] there = new byte[MaskBytes];
            there[sleptOn / 8] = (byte)(1 << (sleptOn % 8));
            _ = SetAffinity(0, MaskBytes, there);
            placement.MakeRoom();
            wokenFrom = GetProcessor();
            wake.Set();
        });

        sleeper.Start();
        waker.Start();
        sleeper.Join();
        waker.Join();

        Assert.InRange(wokeOn, 0, (8 * MaskBytes) - 1);
        Assert.NotEqual(wokenFrom, wokeOn);
        Assert.Equal(0, during[wokenFrom / 8] & (1 << (wokenFrom % 8)));
        Assert.Equal(before, after);
    }

    [Fact]
    public void MakeRoom_NoOtherProcessorAllowed_ThreadKeepsItsOwn()
    {
        Assert.SkipUnless(ThreadPlacement.IsSupported, "Threads are placed on Linux alone.");
        byte[] before = new byte[MaskBytes], after = new byte[MaskBytes];
        var thread = new Thread(() =>
        {
            int processor = GetProcessor();
            before[processor / 8] = (byte)(1 << (processor % 8));
            _ = SetAffinity(0, MaskBytes, before);
            var placement = new ThreadPlacement();

            placement.FallAsleep();
            placement.MakeRoom();
            placement.WakeUp();

            _ = GetAffinity(0, MaskBytes, after);
        });

        thread.Start();
        thread.Join();

        Assert.Equal(before, after);
    }

    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    private static partial int GetProcessor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint size, [In, Out] byte[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, byte[] mask);
}
