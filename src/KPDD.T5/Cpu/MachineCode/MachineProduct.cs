using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>One function of <c>Products.s</c>.</summary>
/// <param name="offset">Where it begins: a constant of <see cref="Products"/>.</param>
internal readonly unsafe struct MachineProduct(int offset)
{
    // AVX-512 VNNI is bit 11 of the third register of leaf 7.
    private const int FeatureLeaf = 7;
    private const int VnniBit = 1 << 11;

    private static readonly byte* Code = HasInstructions ? ExecutableMemory.Load(Products.Code) : null;

    // The collector waits for what it cannot interrupt: a product takes from a tenth of a microsecond to a few, and to let it in would cost a part of that each time.
    private readonly delegate* unmanaged[SuppressGCTransition]<void*, nint, sbyte*, nint, int*, void> function =
        (delegate* unmanaged[SuppressGCTransition]<void*, nint, sbyte*, nint, int*, void>)(Code + offset);

    /// <summary>True where the processor has the instructions, .NET holds vectors of 512 bits to be worth using, and the system lets this process run code of its own.</summary>
    public static bool AreSupported => Code is not null;

    /// <summary>True where the functions that multiply tiles may be run too.</summary>
    public static bool HaveTiles => AreSupported && TilePermission.IsGranted;

    private static bool HasInstructions => Lanes512.AreFast && (X86Base.CpuId(FeatureLeaf, 0).Ecx & VnniBit) != 0;

    /// <summary>Runs it: <see cref="AreSupported"/> must hold, for tiles <see cref="HaveTiles"/> and <see cref="TileThread.IsReady"/>.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Inputs from one row to the next.</param>
    /// <param name="panel">The weights.</param>
    /// <param name="length">Inputs of a row, a multiple of the kernel's <see cref="IInt8Panels{T}.LengthStep"/>.</param>
    /// <param name="sums">Receives the sums.</param>
    public void Run<T>(T* x, int stride, sbyte* panel, int length, int* sums)
        where T : unmanaged => function(x, (nint)stride * sizeof(T), panel, (nint)length * sizeof(T), sums);
}
