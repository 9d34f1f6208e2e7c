using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>Lets a sleeping thread wake on another processor than that of the thread that wakes it.</summary>
/// <remarks>
/// Linux looks for an idle processor among those that share a cache with the one in use. Virtual machines often name none that do: a thread may then wake where the one
/// that needs its help is running, and both share that processor for many milliseconds while another is idle. Elsewhere than on Linux this does nothing. Calls must not
/// overlap.
/// </remarks>
internal sealed partial class ThreadPlacement
{
    private const int MostProcessors = 8192;

    /// <summary>True on Linux, but for C libraries from before 2019, which cannot tell a thread its number.</summary>
    internal static readonly bool IsSupported = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc", typeof(ThreadPlacement).Assembly, searchPath: null, out nint library)
        && NativeLibrary.TryGetExport(library, "gettid", out _);

    private readonly byte[] allowed = new byte[MostProcessors / 8];
    private int thread;
    private bool keptOff;

    /// <summary>Called by the thread before it falls asleep.</summary>
    public void FallAsleep()
    {
        if (IsSupported)
        {
            thread = GetThread();
        }
    }

    /// <summary>Called by another thread before it wakes this one: keeps it off that thread's processor, if it may use another.</summary>
    public void MakeRoom()
    {
        if (!IsSupported || GetAffinity(thread, allowed.Length, allowed) < 0)
        {
            return;
        }

        int processor = GetProcessor();
        byte bit = (byte)(1 << (processor % 8));
        if ((allowed[processor / 8] & bit) == 0)
        {
            return;
        }

        // With no other processor allowed the system refuses.
        allowed[processor / 8] ^= bit;
        keptOff = SetAffinity(thread, allowed.Length, allowed) == 0;
        allowed[processor / 8] ^= bit;
    }

    /// <summary>Called by the thread when it is awake: it may use every processor again, and stays where it is for now.</summary>
    public void WakeUp()
    {
        if (keptOff)
        {
            keptOff = false;
            _ = SetAffinity(thread, allowed.Length, allowed);
        }
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    [SuppressGCTransition]
    private static partial int GetThread();

    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    [SuppressGCTransition]
    private static partial int GetProcessor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint size, [In, Out] byte[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, byte[] mask);
}
