using System.Buffers;

namespace KPDD.T5.Cpu;

/// <summary>Self-attention keys and values of one decoder row in all layers, and which encoded row it attends to.</summary>
/// <remarks>They lie in pages, so that a longer text needs neither a copy nor room that it may never fill.</remarks>
internal sealed class DecoderRow(T5Config config, int encodedRow) : IDisposable
{
    private const int PagePositions = 32;

    private readonly List<float[]> pages = [];

    public int EncodedRow => encodedRow;

    /// <summary>The first <paramref name="positions"/> positions of a layer.</summary>
    public HeadCache Layer(int layer, int positions) => new(
        pages, layer * HeadCache.Size(PagePositions, config.Heads, config.HeadWidth), PagePositions, positions, config.Heads, config.HeadWidth);

    /// <summary>Makes room for a position, given that all before it are in use.</summary>
    public void Reserve(int position)
    {
        if (position == pages.Count * PagePositions)
        {
            pages.Add(RentPage());
        }
    }

    /// <summary>A second row with the same keys and values.</summary>
    public DecoderRow Copy()
    {
        var copy = new DecoderRow(config, encodedRow);
        foreach (float[] page in pages)
        {
            float[] target = RentPage();
            page.AsSpan(0, PageSize).CopyTo(target);
            copy.pages.Add(target);
        }

        return copy;
    }

    public void Dispose()
    {
        // An array must go back once only, or two rows would share it.
        pages.ForEach(page => ArrayPool<float>.Shared.Return(page));
        pages.Clear();
    }

    private int PageSize => config.DecoderLayers * HeadCache.Size(PagePositions, config.Heads, config.HeadWidth);

    private float[] RentPage() => ArrayPool<float>.Shared.Rent(PageSize);
}
