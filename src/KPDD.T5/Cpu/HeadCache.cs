namespace KPDD.T5.Cpu;

/// <summary>Keys and values of one row in one layer, in pages of positions, head by head.</summary>
/// <remarks>
/// A head's values of a page lie end to end. Its keys lie in blocks of <see cref="Block"/> positions: the first number of each, the second of each, and so
/// on, so that scores of a whole block are computed at once.
/// </remarks>
/// <param name="Pages">The arrays that hold them: all heads' keys, then all heads' values.</param>
/// <param name="Start">Where they begin in each page.</param>
/// <param name="Capacity">Positions of a page, a multiple of <see cref="Block"/>.</param>
/// <param name="Count">Positions in use.</param>
/// <param name="Heads">Number of heads.</param>
/// <param name="Width">Numbers of a head's key or value.</param>
internal readonly record struct HeadCache(IReadOnlyList<float[]> Pages, int Start, int Capacity, int Count, int Heads, int Width)
{
    /// <summary>Positions whose keys lie together.</summary>
    public static int Block => Lanes512.AreFast ? Lanes512.Count : Lanes.Count;

    /// <summary>The least capacity for a number of positions.</summary>
    public static int RoundUp(int positions) => Rounding.Up(positions, Block);

    /// <summary>Numbers that a page of that many positions takes.</summary>
    public static int Size(int capacity, int heads, int width) => 2 * heads * capacity * width;

    /// <summary>Positions in use of a page.</summary>
    public int CountOf(int page) => Math.Min(Capacity, Count - (page * Capacity));

    /// <summary>A head's keys of a page, in blocks.</summary>
    public ReadOnlySpan<float> Keys(int head, int page) => Pages[page].AsSpan(Offset(head), RoundUp(CountOf(page)) * Width);

    /// <summary>A head's values of a page.</summary>
    public ReadOnlySpan<float> Values(int head, int page) => Pages[page].AsSpan(Offset(Heads + head), CountOf(page) * Width);

    /// <summary>Stores the keys of all heads, then their values, at a position.</summary>
    public void Store(int position, ReadOnlySpan<float> keyAndValue)
    {
        float[] page = Pages[position / Capacity];
        int within = position % Capacity;
        for (int head = 0; head < Heads; head++)
        {
            Span<float> block = page.AsSpan(Offset(head) + (within / Block * Block * Width), Block * Width);
            ReadOnlySpan<float> key = keyAndValue.Slice(head * Width, Width);
            for (int i = 0; i < key.Length; i++)
            {
                block[(i * Block) + (within % Block)] = key[i];
            }

            keyAndValue.Slice((Heads + head) * Width, Width).CopyTo(page.AsSpan(Offset(Heads + head) + (within * Width)));
        }
    }

    private int Offset(int part) => Start + (part * Capacity * Width);
}
