using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KPDD.Torch;

/// <summary>The training objective: cross-entropy a target token, padding ignored.</summary>
internal static class T5Loss
{
    private const int Ignored = -100;

    /// <summary>Mean loss of a batch, a scalar with gradients.</summary>
    public static Tensor Of(T5Model model, IReadOnlyList<EncodedExample> batch, T5Dropout dropout, double labelSmoothing)
    {
        using var scope = NewDisposeScope();
        var (input, mask) = T5Batch.Pad([.. batch.Select(e => e.Input)], model.Config.PadTokenId, model.Device);
        var (labels, _) = T5Batch.Pad([.. batch.Select(e => e.Target)], Ignored, model.Device);
        return Of(model, input, mask, labels, dropout, labelSmoothing).MoveToOuterDisposeScope();
    }

    /// <summary>Mean loss of labels <c>[batch, length]</c> int64, in which -100 is ignored.</summary>
    public static Tensor Of(T5Model model, Tensor input, Tensor mask, Tensor labels, T5Dropout dropout, double labelSmoothing)
    {
        using var scope = NewDisposeScope();
        Tensor logits = model.Forward(input, mask, ShiftRight(model, labels), dropout);
        return F.cross_entropy(logits.view(-1, model.Config.VocabSize), labels.view(-1), ignore_index: Ignored, label_smoothing: labelSmoothing)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The decoder's input: the start token, then the labels but the last; ignored labels become padding.</summary>
    public static Tensor ShiftRight(T5Model model, Tensor labels)
    {
        using var scope = NewDisposeScope();
        Tensor shifted = full_like(labels, model.Config.DecoderStartTokenId);
        shifted.slice(1, 1, labels.shape[1], 1).copy_(labels.slice(1, 0, labels.shape[1] - 1, 1));
        return shifted.masked_fill(shifted.eq(Ignored), model.Config.PadTokenId).MoveToOuterDisposeScope();
    }
}
