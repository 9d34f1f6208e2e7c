using System.Numerics.Tensors;

namespace KPDD.T5.Cpu;

/// <summary>One decoder block for one new token a row: self-attention over the cache, attention over the encoder, feed-forward.</summary>
internal sealed class DecoderBlock
{
    private readonly int index;
    private readonly int heads;
    private readonly int headWidth;
    private readonly RootMeanSquareNorm selfNorm;
    private readonly Linear selfQueryKeyValue;
    private readonly Linear selfOutput;
    private readonly RootMeanSquareNorm crossNorm;
    private readonly Linear crossQuery;
    private readonly Linear crossOutput;
    private readonly RootMeanSquareNorm feedForwardNorm;
    private readonly FeedForward feedForward;

    public DecoderBlock(T5Config config, IReadOnlyDictionary<string, WeightTensor> weights, int index)
    {
        this.index = index;
        heads = config.Heads;
        headWidth = config.HeadWidth;
        string layer = $"decoder.block.{index}.layer.";
        string self = $"{layer}0.SelfAttention.";
        string cross = $"{layer}1.EncDecAttention.";
        selfNorm = new RootMeanSquareNorm(weights[$"{layer}0.layer_norm.weight"], config.LayerNormEpsilon);
        selfQueryKeyValue = new Linear(weights[$"{self}q.weight"], weights[$"{self}k.weight"], weights[$"{self}v.weight"]);
        selfOutput = new Linear(weights[$"{self}o.weight"]);
        crossNorm = new RootMeanSquareNorm(weights[$"{layer}1.layer_norm.weight"], config.LayerNormEpsilon);
        crossQuery = new Linear(weights[$"{cross}q.weight"]);
        CrossKeyValue = new Linear(weights[$"{cross}k.weight"], weights[$"{cross}v.weight"]);
        crossOutput = new Linear(weights[$"{cross}o.weight"]);
        feedForwardNorm = new RootMeanSquareNorm(weights[$"{layer}2.layer_norm.weight"], config.LayerNormEpsilon);
        feedForward = new FeedForward(config, weights, $"{layer}2");
    }

    /// <summary>Gives the keys and values of the encoder's states.</summary>
    public Linear CrossKeyValue { get; }

    /// <summary>Updates the hidden states <c>[rows, d_model]</c> of the token at <paramref name="position"/> in place.</summary>
    public void Apply(
        float[] hidden, IReadOnlyList<DecoderRow> rows, int position, EncodedBatch encoded, RelativePositionBias.Table bias, Scratch scratch)
    {
        int size = rows.Count * selfOutput.Outputs;
        float[] normed = scratch.Get("normed", size);
        float[] update = scratch.Get("update", size);
        float[] projected = scratch.Get("projected", rows.Count * selfQueryKeyValue.Outputs);
        float[] attended = scratch.Get("attended", rows.Count * selfOutput.Inputs);
        float[] scores = scratch.Get("scores", Math.Max(position + 1, encoded.Rows.Longest));

        selfNorm.Apply(hidden, rows.Count, normed);
        selfQueryKeyValue.Multiply(normed, rows.Count, projected);
        AttendToSelf(projected, rows, position, bias, scores, attended);
        selfOutput.Multiply(attended, rows.Count, update);
        TensorPrimitives.Add(hidden.AsSpan(0, size), update.AsSpan(0, size), hidden);

        crossNorm.Apply(hidden, rows.Count, normed);
        crossQuery.Multiply(normed, rows.Count, projected);
        AttendToEncoder(projected, rows, encoded, scores, attended);
        crossOutput.Multiply(attended, rows.Count, update);
        TensorPrimitives.Add(hidden.AsSpan(0, size), update.AsSpan(0, size), hidden);

        feedForwardNorm.Apply(hidden, rows.Count, normed);
        feedForward.Apply(normed, rows.Count, update, scratch);
        TensorPrimitives.Add(hidden.AsSpan(0, size), update.AsSpan(0, size), hidden);
    }

    private void AttendToSelf(
        float[] projected, IReadOnlyList<DecoderRow> rows, int position, RelativePositionBias.Table bias, float[] scores, float[] attended)
    {
        int inner = heads * headWidth;
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<float> queryKeyValue = projected.AsSpan(row * 3 * inner, 3 * inner);
            rows[row].Store(position, index, queryKeyValue[inner..]);
            ReadOnlySpan<float> keys = rows[row].Cache[(index * 2 * inner)..];
            for (int head = 0; head < heads; head++)
            {
                int part = head * headWidth;
                AttentionHead.Attend(
                    queryKeyValue.Slice(part, headWidth),
                    keys[part..],
                    keys[(inner + part)..],
                    rows[row].Stride,
                    bias.Row(head, position, position + 1),
                    scores.AsSpan(0, position + 1),
                    attended.AsSpan((row * inner) + part, headWidth));
            }
        }
    }

    private void AttendToEncoder(float[] queries, IReadOnlyList<DecoderRow> rows, EncodedBatch encoded, float[] scores, float[] attended)
    {
        int inner = heads * headWidth;
        for (int row = 0; row < rows.Count; row++)
        {
            int source = rows[row].EncodedRow;
            ReadOnlySpan<float> keys = encoded.CrossKeysAndValues[index].AsSpan(encoded.Rows.Starts[source] * 2 * inner);
            for (int head = 0; head < heads; head++)
            {
                int part = head * headWidth;
                AttentionHead.Attend(
                    queries.AsSpan((row * inner) + part, headWidth),
                    keys[part..],
                    keys[(inner + part)..],
                    2 * inner,
                    [],
                    scores.AsSpan(0, encoded.Rows.Lengths[source]),
                    attended.AsSpan((row * inner) + part, headWidth));
            }
        }
    }
}
