using System.Numerics.Tensors;

namespace KPDD.T5.Cpu;

/// <summary>One encoder block: self-attention within each row, then the feed-forward layer, each added to its input.</summary>
internal sealed class EncoderBlock
{
    private readonly int heads;
    private readonly int headWidth;
    private readonly RootMeanSquareNorm attentionNorm;
    private readonly Linear queryKeyValue;
    private readonly Linear attentionOutput;
    private readonly RootMeanSquareNorm feedForwardNorm;
    private readonly FeedForward feedForward;

    public EncoderBlock(T5Config config, IReadOnlyDictionary<string, WeightTensor> weights, int index)
    {
        heads = config.Heads;
        headWidth = config.HeadWidth;
        string layer = $"encoder.block.{index}.layer.";
        string attention = $"{layer}0.SelfAttention.";
        attentionNorm = new RootMeanSquareNorm(weights[$"{layer}0.layer_norm.weight"], config.LayerNormEpsilon);
        queryKeyValue = new Linear(weights[$"{attention}q.weight"], weights[$"{attention}k.weight"], weights[$"{attention}v.weight"]);
        attentionOutput = new Linear(weights[$"{attention}o.weight"]);
        feedForwardNorm = new RootMeanSquareNorm(weights[$"{layer}1.layer_norm.weight"], config.LayerNormEpsilon);
        feedForward = new FeedForward(config, weights, $"{layer}1");
    }

    /// <summary>Updates the hidden states <c>[total, d_model]</c> in place.</summary>
    public void Apply(float[] hidden, RaggedRows rows, RelativePositionBias.Table bias, Scratch scratch)
    {
        int size = rows.Total * attentionOutput.Outputs;
        float[] normed = scratch.Get("normed", size);
        float[] update = scratch.Get("update", size);
        float[] projected = scratch.Get("query, key, value", rows.Total * queryKeyValue.Outputs);
        float[] attended = scratch.Get("attended", rows.Total * attentionOutput.Inputs);

        attentionNorm.Apply(hidden, rows.Total, normed);
        queryKeyValue.Multiply(normed, rows.Total, projected);
        Parallel.For(0, rows.Lengths.Length, row => Attend(projected, rows.Starts[row], rows.Lengths[row], bias, attended));
        attentionOutput.Multiply(attended, rows.Total, update);
        TensorPrimitives.Add(hidden.AsSpan(0, size), update.AsSpan(0, size), hidden);

        feedForwardNorm.Apply(hidden, rows.Total, normed);
        feedForward.Apply(normed, rows.Total, update, scratch);
        TensorPrimitives.Add(hidden.AsSpan(0, size), update.AsSpan(0, size), hidden);
    }

    private void Attend(float[] projected, int start, int length, RelativePositionBias.Table bias, float[] attended)
    {
        int inner = heads * headWidth;
        int stride = 3 * inner;
        float[] scores = new float[length];
        for (int query = 0; query < length; query++)
        {
            for (int head = 0; head < heads; head++)
            {
                int part = head * headWidth;
                AttentionHead.Attend(
                    projected.AsSpan(((start + query) * stride) + part, headWidth),
                    projected.AsSpan((start * stride) + inner + part),
                    projected.AsSpan((start * stride) + (2 * inner) + part),
                    stride,
                    bias.Row(head, query, length),
                    scores,
                    attended.AsSpan(((start + query) * inner) + part, headWidth));
            }
        }
    }
}
