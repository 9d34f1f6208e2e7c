using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>Compares kernels that give the same sums: processors of one instruction set differ in how many wide vectors they multiply at a time.</summary>
internal static unsafe class PanelSpeed
{
    private const int Goes = 8;
    private const int Times = 50;
    private const int Length = 512;
    private const int Rows = 8;

    /// <summary>True if the first is faster than the second: by the least time of several goes at products that lie in the first cache, in turns.</summary>
    public static bool IsFaster<TFirst, TSecond, T>()
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
        int* sums = stackalloc int[Rows * Int8Panels.Width];
        sbyte* panel = (sbyte*)NativeMemory.AllocZeroed((Int8Panels.Width * Length) + Int8Panels.Ahead);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Times; i++)
        {
            TPanels.EightRows(x, Length, panel, Length, sums);
        }

        long ticks = Stopwatch.GetTimestamp() - start;
        NativeMemory.Free(panel);
        return ticks;
    }
}
