namespace KPDD.T5.Cpu;

/// <summary>Rows of activations as int16, each with a scale of its own, in working space that its owner holds.</summary>
/// <remarks>
/// The range is as wide as it can be without a sum of products with int8 weights overflowing int32: 15 bits and sign up to 512 inputs, 13 at 2,048.
/// </remarks>
internal readonly unsafe struct QuantizedRows
{
    private readonly float* scales;
    private readonly short* values;

    /// <summary>Rows that were quantized into this working space.</summary>
    public QuantizedRows(float* space, int rows, int length)
        : this(space, (short*)(space + rows), Spread.Rows<short>(length))
    {
    }

    private QuantizedRows(float* scales, short* values, int stride)
    {
        this.scales = scales;
        this.values = values;
        Stride = stride;
    }

    /// <summary>Numbers from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Floats of working space for rows of <paramref name="length"/> numbers.</summary>
    public static int Size(int rows, int length) => rows + (((rows * Spread.Rows<short>(length)) + 1) / 2);

    /// <summary>Quantizes rows.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Numbers of a row.</param>
    /// <param name="paddedLength">Numbers of a quantized row; those beyond <paramref name="length"/> are zero.</param>
    /// <param name="space">Working space of <see cref="Size"/>.</param>
    public static QuantizedRows Create(float* x, int stride, int rows, int length, int paddedLength, float* space)
    {
        var quantized = new QuantizedRows(space, rows, paddedLength);
        float limit = Math.Min(short.MaxValue, int.MaxValue / (sbyte.MaxValue * length));
        for (int row = 0; row < rows; row++)
        {
            float* from = x + ((nint)row * stride);
            short* target = quantized.Row(row);
            quantized.scales[row] = Quantize(from, length, limit, target);
            new Span<short>(target + length, paddedLength - length).Clear();
        }

        return quantized;
    }

    /// <summary>Quantizes one row.</summary>
    /// <param name="x">The row.</param>
    /// <param name="limit">What its largest magnitude becomes.</param>
    /// <param name="target">Receives the integers.</param>
    /// <returns>What they are to be multiplied by.</returns>
    public static float Quantize(ReadOnlySpan<float> x, float limit, Span<short> target)
    {
        fixed (float* from = x)
        fixed (short* to = target)
        {
            return Quantize(from, x.Length, limit, to);
        }
    }

    /// <summary>The numbers of a row.</summary>
    public short* Row(int row) => values + ((nint)row * Stride);

    /// <summary>What a row's numbers are to be multiplied by.</summary>
    public float Scale(int row) => scales[row];

    /// <summary>The rows from one on.</summary>
    public QuantizedRows From(int row) => new(scales + row, Row(row), Stride);

    private static float Quantize(float* x, int length, float limit, short* target)
    {
        float largest = RowKernels.LargestMagnitude(x, length);
        RowKernels.Quantize(x, length, largest > 0 ? limit / largest : 0, target);
        return largest / limit;
    }
}
