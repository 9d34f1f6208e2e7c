using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>
/// Gradient checkpointing (arXiv 1604.06174): a block's inner activations are not kept but computed again when its gradients are due, with the same dropout masks.
/// </summary>
/// <remarks>
/// TorchSharp has no call for it, so the graph is cut by hand: every block runs without a graph and its output becomes a leaf. Going back, the leaf's gradient is
/// handed to the block run once more with a graph, block by block. Owns the leaves; lives for one pass on one thread.
/// </remarks>
internal sealed class BlockRecomputation(T5Dropout dropout) : IDisposable
{
    private readonly Stack<Action> backward = [];
    private readonly List<Tensor> owned = [];

    /// <summary>Ends the graph here: gives a leaf of the same values, whose gradient <see cref="Backward"/> hands on to the graph behind it.</summary>
    public Tensor Cut(Tensor value)
    {
        Tensor leaf = Leaf(Keep(value));
        backward.Push(() => HandOn(value, leaf));
        return leaf;
    }

    /// <summary>Keeps a tensor that blocks read beyond its caller's dispose scope.</summary>
    public Tensor Keep(Tensor value)
    {
        owned.Add(value.DetachFromDisposeScope());
        return value;
    }

    /// <summary>Runs a block without keeping anything but its output, which is a leaf.</summary>
    /// <param name="block">Computes the output from leaves and weights; called again, with the same dropout masks, by <see cref="Backward"/>.</param>
    public Tensor Run(Func<Tensor> block)
    {
        using var scope = NewDisposeScope();
        Tensor output;
        int drawn = dropout.Drawn;
        using (no_grad())
        {
            output = block();
        }

        Tensor leaf = Leaf(output);
        backward.Push(() =>
        {
            int after = dropout.Drawn;
            dropout.Drawn = drawn;
            HandOn(block(), leaf);
            dropout.Drawn = after;
        });
        return leaf;
    }

    /// <summary>Carries the gradients on through all blocks, after the loss's own backward pass.</summary>
    public void Backward()
    {
        while (backward.TryPop(out Action? step))
        {
            using var scope = NewDisposeScope();
            step();
        }
    }

    public void Dispose() => owned.ForEach(tensor => tensor.Dispose());

    private static void HandOn(Tensor value, Tensor leaf) => value.backward([leaf.grad!]);

    private Tensor Leaf(Tensor value)
    {
        Tensor leaf = value.detach();
        leaf.requires_grad = true;
        return Keep(leaf);
    }
}
