using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu.MachineCode;

public class TileThreadTests
{
    // Without room for the registers the null reference ends the process, on a processor with tiles.
    [Fact]
    public void Run_ThreadThatUsesTiles_CatchesNullReferences()
    {
        Assert.SkipUnless(MachineProduct.HaveTiles, "needs Linux on a processor with AMX");
        using var workers = new WorkerSet(1);
        Linear linear = new Int8Linear<TiledUInt8Panels, byte>([WeightTensor.FromFloat32("a", [32, 64], new float[32 * 64])], ActivationRange.Int8, workers);

        Assert.True(CatchesNullReference(() => linear.Multiply(new float[32 * 64], 32, new float[32 * 32])));
    }

    [Fact]
    public void Run_ManyThreads_LeaveNoMemoryBehind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "tiles are used on Linux on x64 alone");
        Assert.True(CatchesNullReference(() => { }));
        int before = Mappings();

        for (int i = 0; i < 2000; i++)
        {
            Assert.True(CatchesNullReference(() => { }));
        }

        // One that is forgotten by each would be 2,000; other tests have some hundreds of their own meanwhile.
        Assert.InRange(Mappings(), 0, before + 1000);
    }

    [Fact]
    public void IsReady_OnAThreadOfOthers_IsFalse() => Assert.False(TileThread.IsReady);

    // On a thread with the larger stack for signals, after some work.
    private static bool CatchesNullReference(Action work)
    {
        bool caught = false;
        var thread = new Thread(() => TileThread.Run(() =>
        {
            if (TileThread.IsReady)
            {
                work();
                try
                {
                    _ = Length(null!);
                }
                catch (NullReferenceException)
                {
                    caught = true;
                }
            }
        }));
        thread.Start();
        thread.Join();
        return caught;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string text) => text.Length;

    private static int Mappings() => File.ReadLines("/proc/self/maps").Count();
}
