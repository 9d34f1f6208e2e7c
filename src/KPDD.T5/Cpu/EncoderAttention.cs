using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>Self-attention of the encoder within each row; a chunk is one head of one row.</summary>
internal sealed class EncoderAttention : ParallelWork
{
    private readonly float[] projected;
    private readonly int stride;
    private readonly RaggedRows rows;
    private readonly int heads;
    private readonly int width;
    private readonly RelativePositionBias.Table bias;
    private readonly float[] output;

    /// <param name="projected">Query, key and value of each token.</param>
    /// <param name="stride">Numbers from one token to the next.</param>
    /// <param name="rows">Where each row lies.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="width">Width of a head.</param>
    /// <param name="bias">The bias by distance.</param>
    /// <param name="output">Receives <c>[total, inner]</c>.</param>
    public EncoderAttention(float[] projected, int stride, RaggedRows rows, int heads, int width, RelativePositionBias.Table bias, float[] output)
        : base(rows.Lengths.Length * heads, new Layout(rows.Longest, width).Size)
    {
        this.projected = projected;
        this.stride = stride;
        this.rows = rows;
        this.heads = heads;
        this.width = width;
        this.bias = bias;
        this.output = output;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override unsafe void Compute(int chunk, Span<float> result)
    {
        int row = chunk / heads, head = chunk % heads, length = rows.Lengths[row];
        var layout = new Layout(length, width);
        fixed (float* attended = result, tokens = &projected[(nint)rows.Starts[row] * stride])
        {
            float* queries = tokens + (head * width);
            float* keys = attended + layout.Keys, values = attended + layout.Values, scores = attended + layout.Scores;
            Gather(queries, length, layout, keys, values);
            for (int query = 0; query < length; query += Float32Panels.Rows)
            {
                int count = Math.Min(Float32Panels.Rows, length - query);
                for (int key = 0; key < length; key += Float32Panels.Width)
                {
                    Float32Panels.Multiply(
                        queries + ((nint)query * stride), stride, count, keys + ((nint)key * width), Float32Panels.Width, length - key, width, false, scores + key, layout.ScoreStride);
                }

                for (int i = 0; i < count; i++)
                {
                    fixed (float* distances = bias.Row(head, query + i, length))
                    {
                        RowKernels.Softmax(scores + (i * layout.ScoreStride), distances, length);
                    }
                }

                for (int column = 0; column < layout.ValueStride; column += Float32Panels.Width)
                {
                    Float32Panels.Multiply(
                        scores, layout.ScoreStride, count, values + column, layout.ValueStride, width - column, length, false, attended + (query * layout.ValueStride) + column, layout.ValueStride);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Commit(int chunk, ReadOnlySpan<float> result)
    {
        int row = chunk / heads, head = chunk % heads;
        int valueStride = new Layout(rows.Lengths[row], width).ValueStride;
        for (int i = 0; i < rows.Lengths[row]; i++)
        {
            result.Slice(i * valueStride, width).CopyTo(output.AsSpan((((rows.Starts[row] + i) * heads) + head) * width));
        }
    }

    // Keys in panels, values end to end: each is then read in order by all queries.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Gather(float* queries, int length, Layout layout, float* keys, float* values)
    {
        float* firstKey = queries + (heads * width), firstValue = firstKey + (heads * width);
        for (int key = 0; key < length; key += Float32Panels.Width)
        {
            int count = Math.Min(Float32Panels.Width, length - key);
            Float32Panels.Transpose(firstKey + ((nint)key * stride), stride, count, width, keys + ((nint)key * width), Float32Panels.Width);
        }

        for (int i = 0; i < length; i++)
        {
            new Span<float>(firstValue + ((nint)i * stride), width).CopyTo(new Span<float>(values + ((nint)i * layout.ValueStride), width));
        }
    }

    /// <summary>Where things lie in a chunk's buffer; the attended values come first. What fills up a panel is undefined and reaches no result.</summary>
    private readonly record struct Layout(int Length, int Width)
    {
        public int ValueStride => Rounding.Up(Width, Float32Panels.Width);

        public int ScoreStride => Rounding.Up(Length, Float32Panels.Width);

        public int Keys => Length * ValueStride;

        public int Values => Keys + (ScoreStride * Width);

        public int Scores => Values + (Length * ValueStride);

        public int Size => Scores + (Float32Panels.Rows * ScoreStride);
    }
}
