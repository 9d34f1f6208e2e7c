using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Dropout with random numbers of its own, so that no other code's draws change a training.</summary>
/// <remarks>
/// A mask depends on the step's seed and on how many were drawn before it in the step, on nothing else: to repeat a computation it is enough to remember that number.
/// Masks are drawn in managed code straight into the tensor, many values at a time; libtorch's CPU generator draws one after the other.
/// </remarks>
internal sealed class T5Dropout
{
    private readonly byte threshold;
    private readonly float keptScale;
    private int seed;

    /// <summary>Creates dropout of a rate, in steps of 1/256.</summary>
    public T5Dropout(double rate)
    {
        threshold = (byte)Math.Round(rate * 256);
        IsOff = threshold == 0;
        keptScale = 256f / (256 - threshold);
    }

    /// <summary>No dropout: evaluation.</summary>
    public static T5Dropout None { get; } = new(0);

    /// <summary>True when <see cref="Apply"/> gives back its input.</summary>
    public bool IsOff { get; }

    /// <summary>Masks drawn in this step; setting it back makes the same ones again.</summary>
    public int Drawn { get; set; }

    /// <summary>Starts a step: its masks depend on this seed alone.</summary>
    public void Seed(int seed)
    {
        this.seed = seed;
        Drawn = 0;
    }

    /// <summary>The input itself when off, otherwise a new tensor.</summary>
    public Tensor Apply(Tensor input)
    {
        if (IsOff)
        {
            return input;
        }

        using var scope = NewDisposeScope();
        Tensor mask = empty(input.shape, ScalarType.Float32);
        new DropoutMask(seed, Drawn++).Fill(MemoryMarshal.Cast<byte, float>(mask.bytes), threshold, keptScale);
        return (input * mask.to(input.device)).MoveToOuterDisposeScope();
    }
}
