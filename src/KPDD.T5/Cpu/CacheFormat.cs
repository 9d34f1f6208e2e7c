namespace KPDD.T5.Cpu;

/// <summary>How the keys and values of a decoder are kept.</summary>
/// <param name="Heads">Number of heads.</param>
/// <param name="Width">Numbers of a head's key or value.</param>
/// <param name="Int16">
/// True for int16 with a scale for each key and value, as the activations of int8 layers are: with many rows the time of attention is that of reading them.
/// False for float32.
/// </param>
internal readonly record struct CacheFormat(int Heads, int Width, bool Int16)
{
    /// <summary>Floats of memory that a page of <paramref name="capacity"/> positions takes.</summary>
    public int Size(int capacity) => 2 * Heads * (PartSize(capacity) + (Int16 ? capacity : 0));

    /// <summary>Where a part of a page begins: the keys of each head come first, then the values of each.</summary>
    public int Part(int part, int capacity) => part * PartSize(capacity);

    /// <summary>Where the scales of a part begin, one a position, in int16.</summary>
    public int Scales(int part, int capacity) => (2 * Heads * PartSize(capacity)) + (part * capacity);

    private int PartSize(int capacity) => capacity * Width / (Int16 ? sizeof(float) / sizeof(short) : 1);
}
