using System.Buffers;

namespace KPDD.T5.Cpu;

/// <summary>Self-attention keys and values of one decoder row in all layers, and which encoded row it attends to.</summary>
internal sealed class DecoderRow : IDisposable
{
    private const int FirstCapacity = 16;

    private readonly T5Config config;
    private float[] data;
    private int capacity;

    public DecoderRow(T5Config config, int encodedRow)
        : this(config, encodedRow, FirstCapacity)
    {
    }

    private DecoderRow(T5Config config, int encodedRow, int capacity)
    {
        this.config = config;
        EncodedRow = encodedRow;
        this.capacity = capacity;
        data = Rent(capacity);
    }

    public int EncodedRow { get; }

    /// <summary>The first <paramref name="positions"/> positions of a layer.</summary>
    public HeadCache Layer(int layer, int positions) => Cache(data, capacity, layer, positions);

    /// <summary>Makes room for a position, given that all before it are in use.</summary>
    public void Reserve(int position)
    {
        if (position == capacity)
        {
            float[] larger = Rent(2 * capacity);
            CopyTo(larger, 2 * capacity, position);
            ArrayPool<float>.Shared.Return(data);
            data = larger;
            capacity *= 2;
        }
    }

    /// <summary>A second row with the same first <paramref name="positions"/> positions.</summary>
    public DecoderRow Copy(int positions)
    {
        var copy = new DecoderRow(config, EncodedRow, capacity);
        CopyTo(copy.data, capacity, positions);
        return copy;
    }

    public void Dispose()
    {
        // An array must go back once only, or two rows would share it.
        if (data.Length > 0)
        {
            ArrayPool<float>.Shared.Return(data);
            data = [];
        }
    }

    private float[] Rent(int positions) =>
        ArrayPool<float>.Shared.Rent(config.DecoderLayers * HeadCache.Size(positions, config.Heads, config.HeadWidth));

    private HeadCache Cache(float[] array, int room, int layer, int positions) => new(
        array, layer * HeadCache.Size(room, config.Heads, config.HeadWidth), room, positions, config.Heads, config.HeadWidth);

    private void CopyTo(float[] target, int room, int positions)
    {
        for (int layer = 0; layer < config.DecoderLayers; layer++)
        {
            Layer(layer, positions).CopyTo(Cache(target, room, layer, positions));
        }
    }
}
