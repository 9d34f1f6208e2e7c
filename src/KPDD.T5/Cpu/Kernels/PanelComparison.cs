using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>Times kernels of one layout beside each other.</summary>
internal static unsafe class PanelComparison
{
    private const int Goes = 8;
    private const int Times = 8;
    private const int Length = 512;
    private const int Rows = Int8Panels.MostRows;
    private const int Panels = 2;

    /// <summary>
    /// True if the first kernel takes less time than the second: the least of several goes in turns, at products that lie in the first caches. One with other sums is not
    /// faster: processors are many, and those that it was tried on are few.
    /// </summary>
    public static bool IsFaster<TFirst, TSecond, T>()
        where TFirst : IInt8Panels<T>
        where TSecond : IInt8Panels<T>
        where T : unmanaged
    {
        // One more, for the byte beyond the last row that tiles read.
        T[] rows = new T[(Rows * Spread.Rows<T>(Length)) + 1];
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

    /// <summary>The same for a first kernel that uses tiles, which this thread may not.</summary>
    public static bool IsFasterWithTiles<TFirst, TSecond, T>()
        where TFirst : IInt8Panels<T>
        where TSecond : IInt8Panels<T>
        where T : unmanaged
    {
        bool isFaster = false;
        var thread = new Thread(() => TileThread.Run(() => isFaster = TileThread.IsReady && IsFaster<TFirst, TSecond, T>()));
        thread.Start();
        thread.Join();
        return isFaster;
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
        int stride = Spread.Rows<T>(Length);
        int* sums = stackalloc int[Panels * Int8Panels.MostRows * Int8Panels.Width];
        for (int row = 0, count; row < Rows; row += count)
        {
            count = TPanels.RowsAtOnce(Rows - row);
            Int8Panels.Multiply<TPanels, T>(x + ((nint)row * stride), stride, count, panel, Panels, Length, sums);
            for (int i = 0; i < Panels * count; i++)
            {
                int* target = y + ((((row + (i % count)) * Panels) + (i / count)) * Int8Panels.Width);
                new Span<int>(sums + (i * Int8Panels.Width), Int8Panels.Width).CopyTo(new Span<int>(target, Int8Panels.Width));
            }
        }
    }
}
