namespace KPDD.T5.Cpu;

/// <summary>Query, key and value of each token: normalized, then multiplied.</summary>
/// <param name="norm">The norm.</param>
/// <param name="layer">The matrices.</param>
/// <param name="hidden">The hidden states <c>[rows, d_model]</c>.</param>
/// <param name="chunks">How the tokens are cut.</param>
/// <param name="projected">Receives <c>[rows, padded outputs of the layer]</c>.</param>
internal sealed class EncoderProjection(RootMeanSquareNorm norm, Linear layer, float[] hidden, RowChunks chunks, float[] projected)
    : RowWork(chunks, layer.PaddedOutputs, (chunks.MostRows * Spread.Rows<float>(layer.Inputs)) + layer.WorkingSpace(chunks.MostRows))
{
    protected override unsafe void ComputeRows(int first, int count, Span<float> result, Span<float> space)
    {
        int stride = Spread.Rows<float>(layer.Inputs);
        fixed (float* input = &hidden[first * layer.Inputs], output = result, normed = space)
        {
            norm.Apply(input, layer.Inputs, count, normed, stride);
            layer.Multiply(normed, stride, count, output, layer.PaddedOutputs, normed + (count * stride));
        }
    }

    protected override void CommitRows(int first, int count, ReadOnlySpan<float> result) =>
        result.CopyTo(projected.AsSpan(first * layer.PaddedOutputs));
}
