using System.Numerics.Tensors;

namespace KPDD.T5.Generation;

/// <summary>Chooses the next token of a path from the logits of the tokens it may choose.</summary>
internal interface ITokenChooser
{
    /// <summary>Gives the index of the chosen logit.</summary>
    int Choose(ReadOnlySpan<float> logits);
}

/// <summary>Chooses the likeliest token; the first one among equals.</summary>
internal sealed class GreedyChooser : ITokenChooser
{
    public int Choose(ReadOnlySpan<float> logits) => TensorPrimitives.IndexOfMax(logits);
}
