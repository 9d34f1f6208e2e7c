using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KPDD.Torch;

/// <summary>The training objective: cross-entropy a target token, padding ignored.</summary>
internal static class T5Loss
{
    /// <summary>The label that counts for nothing.</summary>
    public const int Ignored = -100;

    /// <summary>Mean loss of a batch, a scalar with gradients.</summary>
    public static Tensor Of(T5Model model, IReadOnlyList<EncodedExample> batch, T5Dropout dropout, double labelSmoothing, BlockRecomputation? recomputation = null)
    {
        using var scope = NewDisposeScope();
        T5Batch input = T5Batch.Pad([.. batch.Select(e => e.Input)], model.Config.PadTokenId, model.Device);
        var (labels, decoderInput) = Targets(batch, model.Config, model.Device);
        // Padding counts for nothing, so no logits are computed for it.
        Tensor positions = tensor(TokenPositions(batch), device: model.Device);
        Tensor logits = model.Forward(input, decoderInput, dropout, recomputation, positions);
        return F.cross_entropy(logits, labels.view(-1).index_select(0, positions), label_smoothing: labelSmoothing).MoveToOuterDisposeScope();
    }

    /// <summary>Labels, and the decoder's input: the start token, then the labels but the last, both <c>[rows, longest]</c> int64.</summary>
    public static (Tensor Labels, Tensor DecoderInput) Targets(IReadOnlyList<EncodedExample> batch, T5Config config, Device device)
    {
        int longest = batch.Max(e => e.Target.Length);
        var labels = new long[batch.Count * longest];
        var shifted = new long[batch.Count * longest];
        Array.Fill(labels, Ignored);
        Array.Fill(shifted, config.PadTokenId);
        for (int r = 0; r < batch.Count; r++)
        {
            int[] target = batch[r].Target;
            shifted[r * longest] = config.DecoderStartTokenId;
            for (int i = 0; i < target.Length; i++)
            {
                labels[(r * longest) + i] = target[i];
                if (i + 1 < longest)
                {
                    shifted[(r * longest) + i + 1] = target[i];
                }
            }
        }

        return (tensor(labels, [batch.Count, longest], device: device), tensor(shifted, [batch.Count, longest], device: device));
    }

    /// <summary>Where the target tokens stand among the <c>rows * longest</c> positions of a padded batch.</summary>
    private static long[] TokenPositions(IReadOnlyList<EncodedExample> batch)
    {
        int longest = batch.Max(e => e.Target.Length);
        return [.. batch.SelectMany((example, row) => Enumerable.Range(row * longest, example.Target.Length)).Select(position => (long)position)];
    }
}
