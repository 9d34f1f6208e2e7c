using System.Buffers;

namespace KPDD.T5.Cpu;

/// <summary>Self-attention keys and values of one decoder row, and which encoded row it attends to.</summary>
/// <remarks>Layout <c>[position, layer, key then value, inner]</c>: growing and copying a row is one copy of memory.</remarks>
internal sealed class DecoderRow : IDisposable
{
    private const int FirstCapacity = 16;

    private readonly int positionSize;
    private float[] cache;

    public DecoderRow(int encodedRow, int layers, int innerWidth)
        : this(encodedRow, layers * 2 * innerWidth, ArrayPool<float>.Shared.Rent(FirstCapacity * layers * 2 * innerWidth))
    {
    }

    private DecoderRow(int encodedRow, int positionSize, float[] cache)
    {
        EncodedRow = encodedRow;
        this.positionSize = positionSize;
        this.cache = cache;
    }

    public int EncodedRow { get; }

    /// <summary>Elements from one position to the next.</summary>
    public int Stride => positionSize;

    /// <summary>The cache from the first position on.</summary>
    public ReadOnlySpan<float> Cache => cache;

    /// <summary>Stores key and value of one layer at a position, growing the cache when it is full.</summary>
    public void Store(int position, int layer, ReadOnlySpan<float> keyAndValue)
    {
        if ((position + 1) * positionSize > cache.Length)
        {
            float[] larger = ArrayPool<float>.Shared.Rent(2 * (position + 1) * positionSize);
            cache.AsSpan(0, position * positionSize).CopyTo(larger);
            ArrayPool<float>.Shared.Return(cache);
            cache = larger;
        }

        keyAndValue.CopyTo(cache.AsSpan((position * positionSize) + (layer * keyAndValue.Length)));
    }

    /// <summary>A second row with the same first <paramref name="positions"/> positions.</summary>
    public DecoderRow Copy(int positions)
    {
        float[] copy = ArrayPool<float>.Shared.Rent(cache.Length);
        cache.AsSpan(0, positions * positionSize).CopyTo(copy);
        return new DecoderRow(EncodedRow, positionSize, copy);
    }

    public void Dispose()
    {
        // An array must go back once only, or two rows would share it.
        if (cache.Length > 0)
        {
            ArrayPool<float>.Shared.Return(cache);
            cache = [];
        }
    }
}
