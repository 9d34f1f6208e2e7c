using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>Leave to use the tile registers of AMX: a system keeps their 8 KB for the threads of a process that has asked for it.</summary>
internal static partial class TilePermission
{
    // Tiles and their products of 8 bits are bits 24 and 25 of the fourth register of leaf 7.
    private const int FeatureLeaf = 7;
    private const int TileBits = 3 << 24;

    // arch_prctl(ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) of Linux on x64.
    private const int ArchitectureCall = 158;
    private const int RequestPermission = 0x1023;
    private const int TileData = 18;

    /// <summary>True where the processor has tiles and the system gives them to this process; asked for at the first use, for as long as the process lives.</summary>
    public static bool IsGranted { get; } = Request();

    private static bool Request() =>
        OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture == Architecture.X64
        && (X86Base.CpuId(FeatureLeaf, 0).Edx & TileBits) == TileBits
        && SystemCall(ArchitectureCall, RequestPermission, TileData) == 0;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint first, nint second);
}
