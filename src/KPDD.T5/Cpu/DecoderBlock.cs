namespace KPDD.T5.Cpu;

/// <summary>One decoder block for one new token a row: self-attention over the cache, attention over the encoder, feed-forward.</summary>
internal sealed class DecoderBlock
{
    /// <summary>Multiplications of an attention from which handing over part of it pays.</summary>
    private const long ParallelThreshold = 100_000;

    private readonly int index;
    private readonly WorkerSet workers;
    private readonly RootMeanSquareNorm selfNorm;
    private readonly Linear selfQueryKeyValue;
    private readonly Linear selfOutput;
    private readonly RootMeanSquareNorm crossNorm;
    private readonly Linear crossQuery;
    private readonly Linear crossKeyValue;
    private readonly Linear crossOutput;
    private readonly RootMeanSquareNorm feedForwardNorm;
    private readonly FeedForward feedForward;

    public DecoderBlock(ModelParts parts, int index)
    {
        this.index = index;
        workers = parts.Workers;
        string layer = $"decoder.block.{index}.layer.";
        string self = $"{layer}0.SelfAttention.";
        string cross = $"{layer}1.EncDecAttention.";
        selfNorm = parts.Norm($"{layer}0.layer_norm.weight");
        selfQueryKeyValue = parts.SensitiveLinear($"{self}q.weight", $"{self}k.weight", $"{self}v.weight");
        selfOutput = parts.Linear($"{self}o.weight");
        crossNorm = parts.Norm($"{layer}1.layer_norm.weight");
        crossQuery = parts.Linear($"{cross}q.weight");
        crossKeyValue = parts.Linear($"{cross}k.weight", $"{cross}v.weight");
        crossOutput = parts.Linear($"{cross}o.weight");
        feedForwardNorm = parts.Norm($"{layer}2.layer_norm.weight");
        feedForward = new FeedForward(parts, $"{layer}2");
    }

    /// <summary>Computes the keys and values of the encoder's states.</summary>
    public void StoreCrossKeysAndValues(EncodedBatch encoded)
    {
        var chunks = new RowChunks(encoded.Rows.Total, crossKeyValue.LeastRows, workers.Threads);
        workers.Run(new CrossProjection(crossKeyValue, encoded.States, encoded.Rows, chunks, encoded.Caches[index]));
    }

    /// <summary>Updates the hidden states <c>[rows, d_model]</c> of the token at <paramref name="position"/> in place.</summary>
    public void Apply(
        float[] hidden, IReadOnlyList<DecoderRow> rows, int position, EncodedBatch encoded, RelativePositionBias.Table bias, Scratch scratch)
    {
        int size = rows.Count * selfOutput.Outputs;
        float[] normed = scratch.Get("normed", size);
        float[] update = scratch.Get("update", size);
        float[] projected = scratch.Get("projected", rows.Count * selfQueryKeyValue.Outputs);
        float[] attended = scratch.Get("attended", rows.Count * selfOutput.Inputs);

        selfNorm.Apply(hidden, rows.Count, normed);
        selfQueryKeyValue.Multiply(normed, rows.Count, projected);
        Run(new DecoderAttention(projected, selfQueryKeyValue.Outputs, StoreKeysAndValues(projected, rows, position), bias, attended));
        selfOutput.Multiply(attended, rows.Count, update);
        Add(update, hidden, size);

        crossNorm.Apply(hidden, rows.Count, normed);
        crossQuery.Multiply(normed, rows.Count, projected);
        HeadCache[] caches = [.. rows.Select(row => encoded.Caches[index][row.EncodedRow])];
        Run(new DecoderAttention(projected, crossQuery.Outputs, caches, bias: null, attended));
        crossOutput.Multiply(attended, rows.Count, update);
        Add(update, hidden, size);

        feedForwardNorm.Apply(hidden, rows.Count, normed);
        feedForward.Apply(normed, rows.Count, update, scratch);
        Add(update, hidden, size);
    }

    private static unsafe void Add(float[] update, float[] hidden, int size)
    {
        fixed (float* x = update, y = hidden)
        {
            RowKernels.Add(x, y, size);
        }
    }

    private HeadCache[] StoreKeysAndValues(float[] projected, IReadOnlyList<DecoderRow> rows, int position)
    {
        int inner = selfQueryKeyValue.Outputs / 3;
        var caches = new HeadCache[rows.Count];
        for (int row = 0; row < caches.Length; row++)
        {
            caches[row] = rows[row].Layer(index, position + 1);
            caches[row].Store(position, projected.AsSpan(((row * 3) + 1) * inner, 2 * inner));
        }

        return caches;
    }

    private void Run(DecoderAttention attention)
    {
        if (attention.Multiplications < ParallelThreshold)
        {
            WorkerSet.RunAlone(attention);
        }
        else
        {
            workers.Run(attention);
        }
    }
}
