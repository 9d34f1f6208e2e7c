using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>Pages of memory from the system itself, on Linux.</summary>
internal static partial class MemoryPages
{
    public const int Read = 1;
    public const int Write = 2;
    public const int Execute = 4;

    private const int PrivateAndAnonymous = 0x22;

    /// <summary>New pages to read and write; 0 where the system refuses.</summary>
    public static nint Map(nint length)
    {
        nint memory = Map(0, length, Read | Write, PrivateAndAnonymous, file: -1, 0);
        return memory == -1 ? 0 : memory;
    }

    /// <summary>Changes what may be done with pages; false where the system refuses.</summary>
    public static bool TryProtect(nint memory, nint length, int protection) => Protect(memory, length, protection) == 0;

    public static void Free(nint memory, nint length) => _ = Unmap(memory, length);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
