using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>What the rows of one session attend to: the input's keys and values, and those of the positions decoded so far. Float32.</summary>
/// <remarks>One tensor each for all layers, <c>[layers * 2, rows, heads, positions, d_kv]</c>: keys of a layer, then its values. So rows are chosen in one go.</remarks>
internal sealed class T5StepCache : IDisposable
{
    private const int FirstCapacity = 32;
    private readonly T5Model model;
    private Tensor cross;
    private Tensor? self;
    private Tensor? bias;
    private int capacity;
    private int length;

    /// <summary>Reads the input.</summary>
    /// <param name="model">The model.</param>
    /// <param name="encoded">Encoder states <c>[rows, input length, d_model]</c>.</param>
    /// <param name="mask">Mask of the input, <c>[rows, 1, 1, input length]</c>.</param>
    public T5StepCache(T5Model model, Tensor encoded, Tensor mask)
    {
        this.model = model;
        using var scope = NewDisposeScope();
        T5Config config = model.Config;
        cross = empty([2 * config.DecoderLayers, encoded.shape[0], config.Heads, encoded.shape[1], config.HeadWidth], device: encoded.device).DetachFromDisposeScope();
        Tensor[] parts = cross.unbind();
        for (int i = 0; i < config.DecoderLayers; i++)
        {
            // Copied and disposed one by one: the memory of one is that of the next, and need not be asked for anew.
            using var layer = NewDisposeScope();
            T5LayerCache cache = model.CrossCache(i, encoded);
            parts[2 * i].copy_(cache.Keys);
            parts[(2 * i) + 1].copy_(cache.Values);
        }

        CrossMask = mask.alias().DetachFromDisposeScope();
    }

    /// <summary>Added to the scores of the input's positions: <c>[rows, 1, 1, input length]</c>.</summary>
    public Tensor CrossMask { get; private set; }

    /// <summary>Makes room for one more position, which the step then fills in every layer.</summary>
    /// <returns>Views of what the cache holds, of use until its next change; the caller's dispose scope owns them.</returns>
    public T5StepViews AddPosition()
    {
        if (length == capacity)
        {
            Grow();
        }

        length++;
        return new T5StepViews(
            cross.unbind(),
            self!.narrow(3, 0, length).unbind(),
            self.narrow(3, length - 1, 1).unbind(),
            bias!.narrow(3, capacity - length, length));
    }

    /// <summary>Keeps the given rows, in the given order.</summary>
    public void SelectRows(Tensor rows)
    {
        using var scope = NewDisposeScope();
        cross = Replaced(cross, cross.index_select(1, rows));
        CrossMask = Replaced(CrossMask, CrossMask.index_select(0, rows));
        if (self is not null)
        {
            self = Replaced(self, Copy(self.narrow(3, 0, length).index_select(1, rows)));
        }
    }

    public void Dispose()
    {
        cross.Dispose();
        CrossMask.Dispose();
        self?.Dispose();
        bias?.Dispose();
    }

    private static Tensor Replaced(Tensor? before, Tensor after)
    {
        before?.Dispose();
        return after.DetachFromDisposeScope();
    }

    /// <summary>Doubles the room, so that a text of any length is copied a few times only.</summary>
    private void Grow()
    {
        using var scope = NewDisposeScope();
        capacity = Math.Max(FirstCapacity, 2 * capacity);
        self = Replaced(self, self is null ? Room(cross) : Copy(self));
        bias = Replaced(bias, model.DecoderBias(capacity));
    }

    /// <summary>Positions <c>[layers * 2, rows, heads, positions, d_kv]</c> with room behind them.</summary>
    private Tensor Copy(Tensor positions)
    {
        Tensor room = Room(positions);
        room.narrow(3, 0, positions.shape[3]).copy_(positions);
        return room;
    }

    /// <summary>Room for as many layers, rows and heads.</summary>
    private Tensor Room(Tensor like) => empty([.. like.shape[..3], capacity, like.shape[4]], device: like.device);
}
