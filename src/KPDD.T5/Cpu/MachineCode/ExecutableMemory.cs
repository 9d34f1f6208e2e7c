using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>Memory that the processor may run: for instructions that .NET has no function for.</summary>
internal static unsafe partial class ExecutableMemory
{
    /// <summary>The environment variable that keeps an engine to .NET's own instructions when it is 0.</summary>
    private const string Variable = "KPDD_MACHINE_CODE";

    private const int Read = 1;
    private const int Write = 2;
    private const int Execute = 4;
    private const int PrivateAndAnonymous = 0x22;

    /// <summary>
    /// Copies machine code to where it may be run, until the process ends, and never to be written again.
    /// </summary>
    /// <param name="code">Code for this processor and operating system that depends on no address.</param>
    /// <returns>
    /// Where it begins. Null where that is not to be had: where it is switched off, where the runtime itself may not compile at run time, where the system's policy
    /// refuses it, and on other systems than Linux, whose calling convention the kernels follow.
    /// </returns>
    public static byte* Load(ReadOnlySpan<byte> code)
    {
        try
        {
            return IsAllowed ? Map(code) : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library by another name.
            return null;
        }
    }

    private static bool IsAllowed => OperatingSystem.IsLinux() && RuntimeFeature.IsDynamicCodeCompiled && Environment.GetEnvironmentVariable(Variable) != "0";

    private static byte* Map(ReadOnlySpan<byte> code)
    {
        nint memory = Map(0, code.Length, Read | Write, PrivateAndAnonymous, file: -1, 0);
        if (memory == -1)
        {
            return null;
        }

        code.CopyTo(new Span<byte>((void*)memory, code.Length));
        if (Protect(memory, code.Length, Read | Execute) == 0)
        {
            return (byte*)memory;
        }

        _ = Unmap(memory, code.Length);
        return null;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
