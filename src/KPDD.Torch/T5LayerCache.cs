using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Keys and values of one decoder block, each <c>[batch, heads, length, d_kv]</c>.</summary>
/// <remarks>A decoding session detaches them from dispose scopes and disposes them; a training pass leaves them to its scope.</remarks>
internal sealed class T5LayerCache(Tensor crossKeys, Tensor crossValues, bool keepsSelf) : IDisposable
{
    private Tensor? selfKeys;
    private Tensor? selfValues;

    /// <summary>True when decoding goes on token by token, so that the self-attention's past is kept.</summary>
    public bool KeepsSelf => keepsSelf;

    public Tensor CrossKeys { get; private set; } = crossKeys;

    public Tensor CrossValues { get; private set; } = crossValues;

    /// <summary>Adds the new positions and returns all so far.</summary>
    public (Tensor Keys, Tensor Values) AppendSelf(Tensor keys, Tensor values)
    {
        selfKeys = Append(selfKeys, keys);
        selfValues = Append(selfValues, values);
        return (selfKeys, selfValues);
    }

    /// <summary>Keeps the given rows, in the given order.</summary>
    public void SelectRows(Tensor rows)
    {
        CrossKeys = Select(CrossKeys, rows);
        CrossValues = Select(CrossValues, rows);
        selfKeys = selfKeys is null ? null : Select(selfKeys, rows);
        selfValues = selfValues is null ? null : Select(selfValues, rows);
    }

    /// <summary>Takes the tensors out of every dispose scope: from here on this cache owns them.</summary>
    public T5LayerCache Own()
    {
        CrossKeys.DetachFromDisposeScope();
        CrossValues.DetachFromDisposeScope();
        return this;
    }

    public void Dispose()
    {
        CrossKeys.Dispose();
        CrossValues.Dispose();
        selfKeys?.Dispose();
        selfValues?.Dispose();
    }

    private static Tensor Append(Tensor? past, Tensor added)
    {
        Tensor all = past is null ? added.clone() : cat([past, added], dim: 2);
        past?.Dispose();
        return all.DetachFromDisposeScope();
    }

    private static Tensor Select(Tensor tensor, Tensor rows)
    {
        Tensor selected = tensor.index_select(0, rows).DetachFromDisposeScope();
        tensor.Dispose();
        return selected;
    }
}
