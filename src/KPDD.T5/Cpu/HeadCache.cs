namespace KPDD.T5.Cpu;

/// <summary>Keys and values of one row in one layer, head by head: each head's keys lie end to end, and so do its values.</summary>
/// <param name="Data">The array that holds them: first all heads' keys, then all heads' values.</param>
/// <param name="Start">Where they begin.</param>
/// <param name="Capacity">Positions that each head has room for.</param>
/// <param name="Count">Positions in use.</param>
/// <param name="Heads">Number of heads.</param>
/// <param name="Width">Numbers of a head's key or value.</param>
internal readonly record struct HeadCache(float[] Data, int Start, int Capacity, int Count, int Heads, int Width)
{
    /// <summary>Numbers that a cache of that many positions takes.</summary>
    public static int Size(int capacity, int heads, int width) => 2 * heads * capacity * width;

    public ReadOnlySpan<float> Keys(int head) => Data.AsSpan(Offset(head), Count * Width);

    public ReadOnlySpan<float> Values(int head) => Data.AsSpan(Offset(Heads + head), Count * Width);

    /// <summary>Stores the keys of all heads, then their values, at a position.</summary>
    public void Store(int position, ReadOnlySpan<float> keyAndValue)
    {
        for (int part = 0; part < 2 * Heads; part++)
        {
            keyAndValue.Slice(part * Width, Width).CopyTo(Data.AsSpan(Offset(part) + (position * Width)));
        }
    }

    /// <summary>Copies the positions in use to a cache of the same heads.</summary>
    public void CopyTo(HeadCache target)
    {
        for (int part = 0; part < 2 * Heads; part++)
        {
            Data.AsSpan(Offset(part), Count * Width).CopyTo(target.Data.AsSpan(target.Offset(part)));
        }
    }

    private int Offset(int part) => Start + (part * Capacity * Width);
}
