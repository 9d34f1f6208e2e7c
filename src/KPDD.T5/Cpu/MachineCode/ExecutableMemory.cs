using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>Memory that the processor may run: for instructions that .NET has no function for.</summary>
internal static unsafe class ExecutableMemory
{
    /// <summary>The environment variable that keeps an engine to .NET's own instructions when it is 0.</summary>
    private const string Variable = "KPDD_MACHINE_CODE";

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
        nint memory = MemoryPages.Map(code.Length);
        if (memory == 0)
        {
            return null;
        }

        code.CopyTo(new Span<byte>((void*)memory, code.Length));
        if (MemoryPages.TryProtect(memory, code.Length, MemoryPages.Read | MemoryPages.Execute))
        {
            return (byte*)memory;
        }

        MemoryPages.Free(memory, code.Length);
        return null;
    }
}
