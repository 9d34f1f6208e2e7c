using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>Asks for memory before it is needed.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Fetches the cache line of an address, which may lie beyond the end of an array: nothing is read then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    /// <summary>The same into the second cache, where more is on its way at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LineIntoSecondCache(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(address);
        }
    }
}
