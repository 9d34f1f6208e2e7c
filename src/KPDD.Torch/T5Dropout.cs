using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Dropout with random numbers of its own, so that no other code's draws change a training.</summary>
/// <remarks>Masks are drawn in managed code, a byte a value: libtorch's CPU generator draws one value at a time, and took 13 % of a training step (d 192, profiled).</remarks>
internal sealed class T5Dropout
{
    private readonly byte threshold;
    private readonly float keptScale;
    private readonly bool off;
    private Random random = new(0);
    private List<byte[]>? recorded;
    private Queue<byte[]>? replayed;

    /// <summary>Creates dropout of a rate, in steps of 1/256.</summary>
    public T5Dropout(double rate)
    {
        threshold = (byte)Math.Round(rate * 256);
        off = threshold == 0;
        keptScale = 256f / (256 - threshold);
    }

    /// <summary>No dropout: evaluation.</summary>
    public static T5Dropout None { get; } = new(0);

    /// <summary>Starts a step: its masks depend on this seed alone.</summary>
    public void Seed(int seed) => random = new Random(seed);

    /// <summary>The input itself when off, otherwise a new tensor.</summary>
    public Tensor Apply(Tensor input)
    {
        if (off)
        {
            return input;
        }

        using var scope = NewDisposeScope();
        byte[] bytes = replayed?.Dequeue() ?? Draw(input.numel());
        recorded?.Add(bytes);
        var mask = new float[bytes.Length];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = bytes[i] < threshold ? 0 : keptScale;
        }

        return (input * tensor(mask, input.shape, device: input.device)).MoveToOuterDisposeScope();
    }

    /// <summary>Runs a computation and gives the random bytes it drew, a byte a value.</summary>
    public IReadOnlyList<byte[]> Record(Func<Tensor> computation, out Tensor result)
    {
        List<byte[]> masks = recorded = [];
        try
        {
            result = computation();
            return masks;
        }
        finally
        {
            recorded = null;
        }
    }

    /// <summary>Runs a computation once more with the random bytes it drew before.</summary>
    public Tensor Replay(Func<Tensor> computation, IReadOnlyList<byte[]> masks)
    {
        replayed = new Queue<byte[]>(masks);
        try
        {
            return computation();
        }
        finally
        {
            replayed = null;
        }
    }

    private byte[] Draw(long count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
