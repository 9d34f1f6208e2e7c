using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>
/// Which kernels are the fastest here. All give the same sums; processors of one instruction set differ in how many wide vectors they multiply at a time, so it is
/// measured, once a process.
/// </summary>
internal static unsafe class FastestPanels
{
    private const int Goes = 8;
    private const int Times = 8;
    private const int Length = 512;
    private const int Rows = Int8Panels.MostRows;
    private const int Panels = 2;

    /// <summary>True if <see cref="WideUInt8Panels"/> are faster than <see cref="UInt8Panels"/>, or those are not to be had.</summary>
    public static bool AreWideUInt8 { get; } = MachineProduct.AreSupported && (!UInt8Panels.AreSupported || AreFaster<WideUInt8Panels, UInt8Panels, byte>());

    /// <summary>True if <see cref="TiledUInt8Panels"/> are faster than <see cref="WideUInt8Panels"/>.</summary>
    public static bool AreTiledUInt8 { get; } = MachineProduct.HaveTiles && AreFaster<TiledUInt8Panels, WideUInt8Panels, byte>();

    /// <summary>True if <see cref="WideInt16Panels"/> are faster than <see cref="Int16Panels"/>.</summary>
    public static bool AreWideInt16 { get; } = WideInt16Panels.AreSupported && AreFaster<WideInt16Panels, Int16Panels, short>();

    /// <summary>True if <see cref="FusedInt16Panels"/> are faster than both.</summary>
    public static bool AreFusedInt16 { get; } = MachineProduct.AreSupported
        && (AreWideInt16 ? AreFaster<FusedInt16Panels, WideInt16Panels, short>() : AreFaster<FusedInt16Panels, Int16Panels, short>());

    /// <summary>True if <see cref="TiledInt16Panels"/> are faster than <see cref="FusedInt16Panels"/>.</summary>
    public static bool AreTiledInt16 { get; } = MachineProduct.HaveTiles && AreFaster<TiledInt16Panels, FusedInt16Panels, short>();

    // By the least time of several goes at products that lie in the first caches, in turns. A kernel with another sum is no faster one: processors are many,
    // and those that it was tried on are few.
    private static bool AreFaster<TFirst, TSecond, T>()
        where TFirst : IInt8Panels<T>
        where TSecond : IInt8Panels<T>
        where T : unmanaged
    {
        T[] rows = new T[(Rows * Length) + 1];
        sbyte[] panels = new sbyte[Panels * Int8Panels.Width * Length];
        int[] firstSums = new int[Rows * Panels * Int8Panels.Width], secondSums = new int[firstSums.Length];

        // Numbers without a pattern that could hide a mistake, the same in every process.
        var random = new Random(1);
        random.NextBytes(MemoryMarshal.AsBytes(rows.AsSpan()));
        random.NextBytes(MemoryMarshal.AsBytes(panels.AsSpan()));
        long first = long.MaxValue, second = long.MaxValue;
        for (int i = 0; i < Goes; i++)
        {
            second = Math.Min(second, Measure<TSecond, T>(rows, panels, secondSums));
            first = Math.Min(first, Measure<TFirst, T>(rows, panels, firstSums));
        }

        return first < second && firstSums.AsSpan().SequenceEqual(secondSums);
    }

    private static long Measure<TPanels, T>(T[] rows, sbyte[] panels, int[] sums)
        where TPanels : IInt8Panels<T>
        where T : unmanaged
    {
        fixed (T* x = rows)
        fixed (sbyte* panel = panels)
        fixed (int* target = sums)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Times; i++)
            {
                Multiply<TPanels, T>(x, panel, target);
            }

            return Stopwatch.GetTimestamp() - start;
        }
    }

    // As a layer does it: sums row by row, whatever rows were taken together.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TPanels, T>(T* x, sbyte* panel, int* y)
        where TPanels : IInt8Panels<T>
        where T : unmanaged
    {
        int* sums = stackalloc int[Panels * Int8Panels.MostRows * Int8Panels.Width];
        for (int row = 0, count; row < Rows; row += count)
        {
            count = TPanels.RowsOf(Rows - row);
            Int8Panels.Multiply<TPanels, T>(x + ((nint)row * Length), Length, count, panel, Panels, Length, sums);
            for (int i = 0; i < Panels * count; i++)
            {
                int* target = y + ((((row + (i % count)) * Panels) + (i / count)) * Int8Panels.Width);
                new Span<int>(sums + (i * Int8Panels.Width), Int8Panels.Width).CopyTo(new Span<int>(target, Int8Panels.Width));
            }
        }
    }
}
