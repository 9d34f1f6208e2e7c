using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>What the rows of one session attend to: the input's keys and values, and those of the positions decoded so far. Float32, heads before rows.</summary>
internal sealed class T5StepCache : IDisposable
{
    private const int FirstCapacity = 32;
    private readonly T5Model model;
    private Tensor cross;
    private Tensor? self;
    private Tensor? bias;
    private int length;

    /// <summary>Reads the input.</summary>
    /// <param name="model">The model.</param>
    /// <param name="encoded">Encoder states <c>[rows, input length, d_model]</c>.</param>
    /// <param name="mask">Mask of the input, <c>[rows, 1, 1, input length]</c>.</param>
    public T5StepCache(T5Model model, Tensor encoded, Tensor mask)
    {
        this.model = model;
        using var scope = NewDisposeScope();
        T5LayerCache[] caches = model.CrossCaches(encoded);
        // One tensor for all layers: rows are then chosen in one go.
        cross = stack(caches.SelectMany(cache => new[] { cache.Keys, cache.Values }).Select(part => part.transpose(0, 1)))
            .As(ScalarType.Float32).DetachFromDisposeScope();
        CrossMask = mask.transpose(0, 1).DetachFromDisposeScope();
    }

    /// <summary>Added to the scores of the input's positions: <c>[1, rows, 1, input length]</c>.</summary>
    public Tensor CrossMask { get; private set; }

    private int Capacity => (int)(self?.shape[3] ?? 0);

    /// <summary>Makes room for one more position, which <see cref="Append"/> then fills in every layer.</summary>
    /// <returns>What is added to the scores of all positions: <c>[heads, 1, 1, positions]</c>.</returns>
    public Tensor AddPosition()
    {
        if (length == Capacity)
        {
            Grow();
        }

        length++;
        return bias!.narrow(3, Capacity - length, length);
    }

    /// <summary>Keys and values of the input in one layer, each <c>[heads, rows, input length, d_kv]</c>.</summary>
    public (Tensor Keys, Tensor Values) Cross(int layer) => (cross.select(0, 2 * layer), cross.select(0, (2 * layer) + 1));

    /// <summary>Adds the new position's keys and values, <c>[heads, rows, d_kv]</c> each, in one layer.</summary>
    /// <returns>Those of all positions, each <c>[heads, rows, positions, d_kv]</c>.</returns>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values) => (Write(2 * layer, keys), Write((2 * layer) + 1, values));

    /// <summary>Keeps the given rows, in the given order.</summary>
    public void SelectRows(Tensor rows)
    {
        using var scope = NewDisposeScope();
        cross = Replaced(cross, cross.index_select(2, rows));
        CrossMask = Replaced(CrossMask, CrossMask.index_select(1, rows));
        if (self is not null)
        {
            self = Replaced(self, Copy(self.narrow(3, 0, length).index_select(2, rows), Capacity));
        }
    }

    public void Dispose()
    {
        cross.Dispose();
        CrossMask.Dispose();
        self?.Dispose();
        bias?.Dispose();
    }

    private static Tensor Copy(Tensor positions, long capacity)
    {
        Tensor room = empty([.. positions.shape[..3], capacity, positions.shape[4]], device: positions.device);
        room.narrow(3, 0, positions.shape[3]).copy_(positions);
        return room;
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
        int capacity = Math.Max(FirstCapacity, 2 * Capacity);
        long[] shape = cross.shape;
        self = Replaced(self, self is null ? empty([.. shape[..3], capacity, shape[4]], device: cross.device) : Copy(self, capacity));
        bias = Replaced(bias, model.DecoderBias(capacity).transpose(0, 1));
    }

    private Tensor Write(int part, Tensor added)
    {
        Tensor all = self!.select(0, part);
        all.select(2, length - 1).copy_(added);
        return all.narrow(2, 0, length);
    }
}
