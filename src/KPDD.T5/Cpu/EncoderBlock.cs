namespace KPDD.T5.Cpu;

/// <summary>One encoder block: self-attention within each row, then the feed-forward layer, each added to its input.</summary>
internal sealed class EncoderBlock
{
    private readonly T5Config config;
    private readonly WorkerSet workers;
    private readonly RootMeanSquareNorm attentionNorm;
    private readonly Linear queryKeyValue;
    private readonly Linear attentionOutput;
    private readonly RootMeanSquareNorm feedForwardNorm;
    private readonly FeedForward feedForward;

    public EncoderBlock(ModelParts parts, int index)
    {
        config = parts.Config;
        workers = parts.Workers;
        string layer = $"encoder.block.{index}.layer.";
        string attention = $"{layer}0.SelfAttention.";
        attentionNorm = parts.Norm($"{layer}0.layer_norm.weight");
        queryKeyValue = parts.SensitiveLinear($"{attention}q.weight", $"{attention}k.weight", $"{attention}v.weight");
        attentionOutput = parts.Linear($"{attention}o.weight");
        feedForwardNorm = parts.Norm($"{layer}1.layer_norm.weight");
        feedForward = new FeedForward(parts, $"{layer}1");
    }

    /// <summary>The instructions of its products.</summary>
    public IEnumerable<string> Instructions => [queryKeyValue.Instructions, attentionOutput.Instructions, feedForward.OutputInstructions];

    /// <summary>Updates the hidden states <c>[total, d_model]</c> in place.</summary>
    public void Apply(float[] hidden, RaggedRows rows, RelativePositionBias.Table bias, Scratch scratch)
    {
        var chunks = new RowChunks(rows.Total, attentionOutput.LeastRows, workers.Threads);
        float[] attended = scratch.Get("attended", rows.Total * attentionOutput.Inputs);

        workers.Run(new EncoderSelfAttention(attentionNorm, queryKeyValue, rows, config, bias, hidden, attended));
        workers.Run(new EncoderUpdate(attentionOutput, feedForwardNorm, feedForward, chunks, attended, hidden));
    }
}
