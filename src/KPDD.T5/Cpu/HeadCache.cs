using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>Keys and values of one row in one layer, in pages of positions, head by head.</summary>
/// <remarks>
/// A head's values of a page lie end to end. Its keys lie in blocks of <see cref="Block"/> positions: the first number of each, the second of each, and so
/// on, so that scores of a whole block are computed at once.
/// </remarks>
/// <param name="Pages">The arrays that hold them.</param>
/// <param name="Start">Where they begin in each page.</param>
/// <param name="Capacity">Positions of a page, a multiple of <see cref="Block"/>.</param>
/// <param name="Count">Positions in use.</param>
/// <param name="Format">How they are kept.</param>
internal readonly record struct HeadCache(IReadOnlyList<float[]> Pages, int Start, int Capacity, int Count, CacheFormat Format)
{
    /// <summary>Positions whose keys lie together.</summary>
    public static int Block => Lanes512.AreFast ? Lanes512.Count : Lanes.Count;

    /// <summary>The least capacity for a number of positions.</summary>
    public static int RoundUp(int positions) => Rounding.Up(positions, Block);

    /// <summary>Positions in use of a page.</summary>
    public int CountOf(int page) => Math.Min(Capacity, Count - (page * Capacity));

    /// <summary>A head's keys of a page, in blocks.</summary>
    public Span<T> Keys<T>(int head, int page)
        where T : unmanaged => Part<T>(head, page);

    /// <summary>A head's values of a page.</summary>
    public Span<T> Values<T>(int head, int page)
        where T : unmanaged => Part<T>(Format.Heads + head, page);

    /// <summary>What the numbers of a head's keys of a page are to be multiplied by, in int16.</summary>
    public Span<float> KeyScales(int head, int page) => Scales(head, page)[..CountOf(page)];

    /// <summary>The same for its values.</summary>
    public Span<float> ValueScales(int head, int page) => Scales(Format.Heads + head, page)[..CountOf(page)];

    /// <summary>Stores the keys of all heads, then their values, at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(int position, ReadOnlySpan<float> keyAndValue)
    {
        (int page, int within) = Math.DivRem(position, Capacity);
        Span<short> quantized = stackalloc short[Format.Int16 ? Format.Width : 0];
        for (int part = 0; part < 2 * Format.Heads; part++)
        {
            ReadOnlySpan<float> numbers = keyAndValue.Slice(part * Format.Width, Format.Width);
            if (Format.Int16)
            {
                Scales(part, page)[within] = Quantize(numbers, quantized);
                Store<short>(part, page, within, quantized);
            }
            else
            {
                Store(part, page, within, numbers);
            }
        }
    }

    private static unsafe float Quantize(ReadOnlySpan<float> numbers, Span<short> quantized)
    {
        fixed (float* from = numbers)
        fixed (short* to = quantized)
        {
            return QuantizedRows<short>.Quantize(from, numbers.Length, ActivationRange.Int16(inputs: 1), to).Scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store<T>(int part, int page, int within, ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        Span<T> target = Part<T>(part, page);
        if (part >= Format.Heads)
        {
            numbers.CopyTo(target[(within * numbers.Length)..]);
            return;
        }

        Span<T> block = target.Slice(within / Block * Block * numbers.Length, Block * numbers.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            block[(i * Block) + (within % Block)] = numbers[i];
        }
    }

    private Span<T> Part<T>(int part, int page)
        where T : unmanaged =>
        MemoryMarshal.Cast<float, T>(Pages[page].AsSpan(Start + Format.Part(part, Capacity), Format.Part(1, Capacity)));

    private Span<float> Scales(int part, int page) => Pages[page].AsSpan(Start + Format.Scales(part, Capacity), Capacity);
}
