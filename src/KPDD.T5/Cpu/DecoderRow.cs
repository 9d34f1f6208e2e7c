using System.Buffers;

namespace KPDD.T5.Cpu;

/// <summary>Self-attention keys and values of one decoder row in all layers, and which encoded row it attends to.</summary>
/// <remarks>They lie in pages, so that a longer text needs neither a copy nor room that it may never fill.</remarks>
/// <param name="format">How they are kept.</param>
/// <param name="layers">Number of layers.</param>
/// <param name="encodedRow">The encoded row.</param>
internal sealed class DecoderRow(CacheFormat format, int layers, int encodedRow) : IDisposable
{
    private const int PagePositions = 64;

    private readonly List<float[]> pages = [];

    public int EncodedRow => encodedRow;

    /// <summary>The first <paramref name="positions"/> positions of a layer.</summary>
    public HeadCache Layer(int layer, int positions) => new(pages, layer * format.Size(PagePositions), PagePositions, positions, format);

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
        var copy = new DecoderRow(format, layers, encodedRow);
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

    private int PageSize => layers * format.Size(PagePositions);

    private float[] RentPage() => ArrayPool<float>.Shared.Rent(PageSize);
}
