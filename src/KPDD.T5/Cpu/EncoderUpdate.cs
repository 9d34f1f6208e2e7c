using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>What follows the attention of an encoder block: its output layer and the feed-forward layer, each added to the hidden states.</summary>
internal sealed class EncoderUpdate : RowWork
{
    private readonly Linear attentionOutput;
    private readonly RootMeanSquareNorm norm;
    private readonly FeedForward feedForward;
    private readonly float[] hidden;
    private readonly float[] attended;

    /// <param name="attentionOutput">The attention's output layer.</param>
    /// <param name="norm">The norm ahead of the feed-forward layer.</param>
    /// <param name="feedForward">The feed-forward layer.</param>
    /// <param name="chunks">How the tokens are cut.</param>
    /// <param name="attended">What attention gave: <c>[rows, inner]</c>.</param>
    /// <param name="hidden">The hidden states <c>[rows, d_model]</c>, updated in place.</param>
    public EncoderUpdate(
        Linear attentionOutput, RootMeanSquareNorm norm, FeedForward feedForward, RowChunks chunks, float[] attended, float[] hidden)
        : base(chunks, attentionOutput.Outputs, WorkingSpace(attentionOutput, feedForward, chunks.MostRows))
    {
        this.attentionOutput = attentionOutput;
        this.norm = norm;
        this.feedForward = feedForward;
        this.attended = attended;
        this.hidden = hidden;
    }

    protected override unsafe void ComputeRows(int first, int count, Span<float> result, Span<float> space)
    {
        int width = attentionOutput.Outputs, inner = attentionOutput.Inputs;
        int updateStride = attentionOutput.PaddedOutputs, normedStride = Spread.Rows<float>(width);
        fixed (float* input = &attended[first * inner], output = result, update = space)
        {
            float* normed = update + (count * updateStride);
            float* further = normed + (count * normedStride);
            attentionOutput.Multiply(input, inner, count, update, updateStride, further);
            hidden.AsSpan(first * width, count * width).CopyTo(result);
            Add(update, updateStride, output, width, count);
            norm.Apply(output, width, count, normed, normedStride);
            feedForward.Apply(normed, normedStride, count, update, updateStride, further);
            Add(update, updateStride, output, width, count);
        }
    }

    protected override void CommitRows(int first, int count, ReadOnlySpan<float> result) =>
        result.CopyTo(hidden.AsSpan(first * attentionOutput.Outputs));

    private static int WorkingSpace(Linear attentionOutput, FeedForward feedForward, int rows) =>
        (rows * (attentionOutput.PaddedOutputs + Spread.Rows<float>(attentionOutput.Outputs)))
        + Math.Max(attentionOutput.WorkingSpace(rows), feedForward.WorkingSpace(rows));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Add(float* update, int stride, float* result, int width, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            RowKernels.Add(update + ((nint)row * stride), result + ((nint)row * width), width);
        }
    }
}
