using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Dropout with a random generator of its own, so that no other code's draws change a training.</summary>
/// <param name="rate">Share of the values set to zero; the rest are scaled by 1 / (1 - rate).</param>
/// <param name="generator">Source of the mask; null turns dropout off.</param>
internal sealed class T5Dropout(double rate, Generator? generator)
{
    /// <summary>No dropout: evaluation.</summary>
    public static T5Dropout None { get; } = new(0, null);

    /// <summary>The input itself when off, otherwise a new tensor.</summary>
    public Tensor Apply(Tensor input)
    {
        if (generator is null || rate == 0)
        {
            return input;
        }

        using var scope = NewDisposeScope();
        Tensor mask = empty(input.shape, dtype: input.dtype, device: input.device)
            .bernoulli_(1 - rate, generator).div_(1 - rate);
        return (input * mask).MoveToOuterDisposeScope();
    }
}
