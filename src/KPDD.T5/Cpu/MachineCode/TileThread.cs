using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>Threads that may use the tile registers of AMX: those of this library alone.</summary>
/// <remarks>
/// A signal puts all registers on the stack of its handler, and 8 KB more from a thread's first use of tiles on. .NET gives its threads 12 KB for handlers: a null reference, which is
/// a signal before it is an exception, would run over the end and take the process with it. So a thread gets a larger stack for handlers first, and before it ends the one of .NET
/// back, which is then freed. A thread of the caller could not give it back: nobody says when it ends.
/// </remarks>
internal static partial class TileThread
{
    private const int StackSize = 64 * 1024;

    [ThreadStatic]
    private static bool isOwn;

    [ThreadStatic]
    private static nint stack;

    // .NET's own.
    [ThreadStatic]
    private static SignalStack former;

    /// <summary>True on a thread of <see cref="Run"/> that has room for the registers: the first call makes it.</summary>
    public static bool IsReady => isOwn && (stack != 0 || TryEnlargeStack());

    /// <summary>Runs a thread's work; nothing is to follow it on this thread.</summary>
    public static void Run(Action work)
    {
        isOwn = true;
        try
        {
            work();
        }
        finally
        {
            isOwn = false;
            if (stack != 0)
            {
                _ = Exchange(former, out _);
                MemoryPages.Free(stack, StackSize);
                stack = 0;
            }
        }
    }

    private static bool TryEnlargeStack()
    {
        stack = MemoryPages.Map(StackSize);
        if (stack != 0 && Exchange(new SignalStack { Address = stack, Size = StackSize }, out former) != 0)
        {
            MemoryPages.Free(stack, StackSize);
            stack = 0;
        }

        // Where it is refused once it is not asked for again.
        isOwn = stack != 0;
        return isOwn;
    }

    [LibraryImport("libc", EntryPoint = "sigaltstack")]
    private static partial int Exchange(in SignalStack used, out SignalStack former);

    /// <summary>The system's <c>stack_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SignalStack
    {
        public nint Address;
        public int Flags;
        public nint Size;
    }
}
