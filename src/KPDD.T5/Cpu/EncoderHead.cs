using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>The attention of one head within one text of the encoder.</summary>
/// <remarks>What lies in its working space begins with the keys, in panels, then come values, end to end, so that all queries read both in order, then scores.</remarks>
/// <param name="length">Tokens of the text.</param>
/// <param name="width">Width of a head.</param>
internal readonly struct EncoderHead(int length, int width)
{
    /// <summary>Numbers of working space.</summary>
    public int WorkingSpace => ScoresStart + (Float32Panels.Rows * ScoreStride);

    private int OutputStride => StrideOf(width);

    private int ScoreStride => Rounding.Up(length, Float32Panels.Width);

    private int ValuesStart => ScoreStride * width;

    private int ScoresStart => ValuesStart + (length * OutputStride);

    /// <summary>Numbers from what one token receives to the next: whole panels.</summary>
    /// <param name="width">Width of a head.</param>
    public static int StrideOf(int width) => Rounding.Up(width, Float32Panels.Width);

    /// <summary>Attends.</summary>
    /// <param name="queries">Query of the first token.</param>
    /// <param name="keys">Its key.</param>
    /// <param name="values">Its value.</param>
    /// <param name="stride">Numbers from one token to the next.</param>
    /// <param name="bias">The bias by distance.</param>
    /// <param name="head">Number of the head.</param>
    /// <param name="output">Receives what each token attends to, every <see cref="StrideOf"/> numbers; what fills up a panel is undefined.</param>
    /// <param name="space">The working space.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Attend(float* queries, float* keys, float* values, int stride, RelativePositionBias.Table bias, int head, float* output, float* space)
    {
        Gather(keys, values, stride, space);
        float* gatheredValues = space + ValuesStart, scores = space + ScoresStart;
        for (int query = 0; query < length; query += Float32Panels.Rows)
        {
            int count = Math.Min(Float32Panels.Rows, length - query);
            for (int key = 0; key < length; key += Float32Panels.Width)
            {
                Float32Panels.Multiply(
                    queries + ((nint)query * stride), stride, count, space + ((nint)key * width), Float32Panels.Width, length - key, width, false, scores + key, ScoreStride);
            }

            for (int i = 0; i < count; i++)
            {
                fixed (float* distances = bias.Row(head, query + i, length))
                {
                    RowKernels.Softmax(scores + (i * ScoreStride), distances, length);
                }
            }

            for (int column = 0; column < OutputStride; column += Float32Panels.Width)
            {
                Float32Panels.Multiply(
                    scores, ScoreStride, count, gatheredValues + column, OutputStride, width - column, length, false, output + (query * OutputStride) + column, OutputStride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Gather(float* keys, float* values, int stride, float* space)
    {
        for (int key = 0; key < length; key += Float32Panels.Width)
        {
            int count = Math.Min(Float32Panels.Width, length - key);
            Float32Panels.Transpose(keys + ((nint)key * stride), stride, count, width, space + ((nint)key * width), Float32Panels.Width);
        }

        for (int i = 0; i < length; i++)
        {
            new Span<float>(values + ((nint)i * stride), width).CopyTo(new Span<float>(space + ValuesStart + ((nint)i * OutputStride), width));
        }
    }
}
