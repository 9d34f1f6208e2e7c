using System.Numerics.Tensors;

namespace KPDD.T5.Generation;

/// <summary>Chooses the next token of a path.</summary>
internal interface ITokenChooser
{
    /// <summary>Gives the chosen token; whichever it is when all scores are negative infinity.</summary>
    /// <param name="scores">The score of each token that may be chosen.</param>
    /// <param name="random">The path's own random numbers.</param>
    int Choose(ReadOnlySpan<float> scores, RandomStream random);
}

/// <summary>Chooses the likeliest token; the first one among equals.</summary>
internal sealed class GreedyChooser : ITokenChooser
{
    public int Choose(ReadOnlySpan<float> scores, RandomStream random) => TensorPrimitives.IndexOfMax(scores);
}
