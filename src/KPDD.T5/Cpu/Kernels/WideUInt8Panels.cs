using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>The products of <see cref="UInt8Panels"/> in vectors of 512 bits, by an instruction that .NET has for narrower ones alone. The sums are the same.</summary>
internal readonly unsafe struct WideUInt8Panels : IInt8Panels<byte>
{
    // AVX-512 VNNI is bit 11 of the third register of leaf 7.
    private const int FeatureLeaf = 7;
    private const int VnniBit = 1 << 11;

    private static readonly byte* Code = HasInstruction ? ExecutableMemory.Load(UInt8Products.Code) : null;

    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, nint, sbyte*, nint, int*, void> Eight =
        (delegate* unmanaged[SuppressGCTransition]<byte*, nint, sbyte*, nint, int*, void>)(Code + UInt8Products.EightRows);

    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, nint, sbyte*, nint, int*, void> EightOfTwo =
        (delegate* unmanaged[SuppressGCTransition]<byte*, nint, sbyte*, nint, int*, void>)(Code + UInt8Products.EightRowsOfTwo);

    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, nint, sbyte*, nint, int*, void> Four =
        (delegate* unmanaged[SuppressGCTransition]<byte*, nint, sbyte*, nint, int*, void>)(Code + UInt8Products.FourRows);

    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, nint, sbyte*, nint, int*, void> One =
        (delegate* unmanaged[SuppressGCTransition]<byte*, nint, sbyte*, nint, int*, void>)(Code + UInt8Products.OneRow);

    /// <summary>True where the processor has the instruction and the system lets this process run code of its own.</summary>
    public static bool AreSupported => Code is not null;

    /// <summary>True where these are the faster ones: in any case where the narrow ones are not to be had, elsewhere measured once.</summary>
    public static bool AreFaster { get; } = AreSupported && (!UInt8Panels.AreSupported || PanelSpeed.IsFaster<WideUInt8Panels, UInt8Panels, byte>());

    public static int Together => 4;

    public static bool TakeTwo => true;

    public static void EightRows(byte* x, int stride, sbyte* panel, int length, int* sums) => Eight(x, stride, panel, length, sums);

    public static void EightRowsOfTwo(byte* x, int stride, sbyte* panel, int length, int* sums) => EightOfTwo(x, stride, panel, length, sums);

    public static void FourRows(byte* x, int stride, sbyte* panel, int length, int* sums) => Four(x, stride, panel, length, sums);

    public static void OneRow(byte* x, sbyte* panel, int length, int* sums) => One(x, 0, panel, length, sums);

    private static bool HasInstruction => Lanes512.AreFast && (X86Base.CpuId(FeatureLeaf, 0).Ecx & VnniBit) != 0;
}
