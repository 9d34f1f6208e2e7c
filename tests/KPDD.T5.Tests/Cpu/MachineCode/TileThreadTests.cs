using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu.MachineCode;

public partial class TileThreadTests
{
    private const int Threads = 2000;

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
        var stacks = new HashSet<nint>();

        for (int i = 0; i < Threads; i++)
        {
            Assert.True(CatchesNullReference(() => stacks.Add(SignalStackOfThisThread())));
        }

        // .NET's own stacks: one that is forgotten by each thread would be one mapping each; other tests have some hundreds meanwhile.
        Assert.InRange(Mappings(), 0, before + (Threads / 2));

        // The larger ones would lie side by side, as one mapping, each somewhere else; given back, they lie where the one before has lain.
        Assert.InRange(stacks.Count, 1, Threads / 2);
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

    private static nint SignalStackOfThisThread()
    {
        Assert.Equal(0, GetSignalStack(0, out SignalStack stack));
        return stack.Address;
    }

    [LibraryImport("libc", EntryPoint = "sigaltstack")]
    private static partial int GetSignalStack(nint none, out SignalStack current);

    private static int Mappings() => File.ReadLines("/proc/self/maps").Count();

    /// <summary>The system's <c>stack_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SignalStack
    {
        public nint Address;
        public int Flags;
        public nint Size;
    }
}
