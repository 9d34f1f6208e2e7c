using System.Buffers;

namespace KPDD.T5.Cpu;

/// <summary>What the decoder reads of an encoded batch. Its arrays come from the pool and go back on disposal.</summary>
internal sealed class EncodedBatch : IDisposable
{
    private readonly float[][] keysAndValues;

    public EncodedBatch(RaggedRows rows, T5Config config, CacheFormat format)
    {
        Rows = rows;
        States = ArrayPool<float>.Shared.Rent(rows.Total * config.ModelWidth);
        int[] starts = new int[rows.Lengths.Length];
        int size = 0;
        for (int row = 0; row < starts.Length; row++)
        {
            starts[row] = size;
            size += format.Size(HeadCache.RoundUp(rows.Lengths[row]));
        }

        keysAndValues = [.. Enumerable.Range(0, config.DecoderLayers).Select(_ => ArrayPool<float>.Shared.Rent(size))];
        Caches = [.. keysAndValues.Select(data => rows.Lengths.Select((length, row) =>
            new HeadCache([data], starts[row], HeadCache.RoundUp(length), length, format)).ToArray())];
    }

    /// <summary>Where each row lies.</summary>
    public RaggedRows Rows { get; }

    /// <summary>The encoder's final hidden states <c>[total, d_model]</c>.</summary>
    public float[] States { get; }

    /// <summary>Keys and values of the encoder's states, for each decoder layer and row.</summary>
    public HeadCache[][] Caches { get; }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(States);
        Array.ForEach(keysAndValues, data => ArrayPool<float>.Shared.Return(data));
    }
}
