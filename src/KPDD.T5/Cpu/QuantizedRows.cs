using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>Rows of activations as integers, each with a scale of its own, in working space that its owner holds.</summary>
/// <typeparam name="T">Type of the integers: <see cref="short"/>, or <see cref="byte"/> with an offset that makes negative ones fit.</typeparam>
internal readonly unsafe struct QuantizedRows<T>
    where T : unmanaged
{
    /// <summary>What is added to the numbers of a row, so that none of them is negative.</summary>
    private const int ByteOffset = 128;

    private readonly float* scales;
    private readonly int* offsets;
    private readonly T* values;

    /// <summary>Rows that were quantized into this working space.</summary>
    public QuantizedRows(float* space, int rows, int length)
        : this(space, (int*)(space + rows), (T*)(space + (2 * rows)), Spread.Rows<T>(length))
    {
    }

    private QuantizedRows(float* scales, int* offsets, T* values, int stride)
    {
        this.scales = scales;
        this.offsets = offsets;
        this.values = values;
        Stride = stride;
    }

    /// <summary>Numbers from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Floats of working space for rows of <paramref name="length"/> numbers, and for the byte beyond them that <see cref="TiledInt16Panels"/> read.</summary>
    public static int Size(int rows, int length) => (2 * rows) + (rows * Spread.Rows<T>(length) * sizeof(T) / sizeof(float)) + 1;

    /// <summary>Quantizes rows.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Numbers of a row.</param>
    /// <param name="paddedLength">Numbers of a quantized row; those beyond <paramref name="length"/> are zero.</param>
    /// <param name="range">How far the integers reach.</param>
    /// <param name="space">Working space of <see cref="Size"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static QuantizedRows<T> Create(float* x, int stride, int rows, int length, int paddedLength, ActivationRange range, float* space)
    {
        var quantized = new QuantizedRows<T>(space, rows, paddedLength);
        for (int row = 0; row < rows; row++)
        {
            T* target = quantized.Row(row);
            (quantized.scales[row], quantized.offsets[row]) = Quantize(x + ((nint)row * stride), length, range, target);
            new Span<T>(target + length, paddedLength - length).Clear();
        }

        return quantized;
    }

    /// <summary>Quantizes one row.</summary>
    /// <param name="x">The row.</param>
    /// <param name="length">Its numbers.</param>
    /// <param name="range">How far the integers reach.</param>
    /// <param name="target">Receives the integers.</param>
    /// <returns>What they, less the offset, are to be multiplied by.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float Scale, int Offset) Quantize(float* x, int length, ActivationRange range, T* target)
    {
        (float least, float most) = RowKernels.Range(x, length);
        int limit = least < 0 ? range.Signed : range.Unsigned;
        float largest = Math.Max(-least, most), factor = largest > 0 ? limit / largest : 0;
        int offset = typeof(T) == typeof(byte) && least < 0 ? ByteOffset : 0;
        if (typeof(T) == typeof(byte))
        {
            RowKernels.Quantize(x, length, factor, offset, (byte*)target);
        }
        else
        {
            RowKernels.Quantize(x, length, factor, (short*)target);
        }

        return (largest / limit, offset);
    }

    /// <summary>The numbers of a row.</summary>
    public T* Row(int row) => values + ((nint)row * Stride);

    /// <summary>What a row's numbers, less its offset, are to be multiplied by.</summary>
    public float Scale(int row) => scales[row];

    /// <summary>What was added to a row's numbers.</summary>
    public int Offset(int row) => offsets[row];

    /// <summary>The rows from one on.</summary>
    public QuantizedRows<T> From(int row) => new(scales + row, offsets + row, Row(row), Stride);
}
