using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>
/// Which kernels are the fastest here. All give the same sums; processors of one instruction set differ in how many wide vectors they multiply at a time, so it is
/// measured, once a process.
/// </summary>
internal static unsafe class FastestPanels
{
    private const int Goes = 8;
    private const int Times = 25;
    private const int Length = 512;
    private const int Rows = 8;
    private const int Panels = 2;

    /// <summary>True if <see cref="WideUInt8Panels"/> are faster than <see cref="UInt8Panels"/>, or those are not to be had.</summary>
    public static bool AreWideUInt8 { get; } = MachineProduct.AreSupported && (!UInt8Panels.AreSupported || IsFaster<WideUInt8Panels, UInt8Panels, byte>());

    /// <summary>True if <see cref="WideInt16Panels"/> are faster than <see cref="Int16Panels"/>.</summary>
    public static bool AreWideInt16 { get; } = WideInt16Panels.AreSupported && IsFaster<WideInt16Panels, Int16Panels, short>();

    /// <summary>True if <see cref="FusedInt16Panels"/> are faster than both.</summary>
    public static bool AreFusedInt16 { get; } = MachineProduct.AreSupported
        && (AreWideInt16 ? IsFaster<FusedInt16Panels, WideInt16Panels, short>() : IsFaster<FusedInt16Panels, Int16Panels, short>());

    // By the least time of several goes at products that lie in the first cache, in turns.
    private static bool IsFaster<TFirst, TSecond, T>()
        where TFirst : IInt8Panels<T>
        where TSecond : IInt8Panels<T>
        where T : unmanaged
    {
        long first = long.MaxValue, second = long.MaxValue;
        for (int i = 0; i < Goes; i++)
        {
            second = Math.Min(second, Measure<TSecond, T>());
            first = Math.Min(first, Measure<TFirst, T>());
        }

        return first < second;
    }

    private static long Measure<TPanels, T>()
        where TPanels : IInt8Panels<T>
        where T : unmanaged
    {
        T* x = stackalloc T[Rows * Length];
        int* sums = stackalloc int[Panels * Rows * Int8Panels.Width];
        sbyte* panel = (sbyte*)NativeMemory.AllocZeroed((Panels * Int8Panels.Width * Length) + Int8Panels.Ahead);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Times; i++)
        {
            Int8Panels.Multiply<TPanels, T>(x, Length, Rows, panel, Panels, Length, sums);
        }

        long ticks = Stopwatch.GetTimestamp() - start;
        NativeMemory.Free(panel);
        return ticks;
    }
}
