using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Matrices that read the same few rows of states, laid out for one product: <c>[parts, inputs, width]</c>, each part with its share of the outputs.</summary>
/// <remarks>
/// libtorch multiplies the parts of such a batch side by side, one a thread. With one row that takes as long as reading the weights; with 32 it takes two thirds of the time
/// of <c>linear</c> on weights as a checkpoint stores them (all products of a T5-small step, two threads: 5.1 against 5.7 ms for one row, 13.9 against 21.3 for 32).
/// </remarks>
internal sealed class StepWeights : IDisposable
{
    private readonly Tensor parts;
    private readonly long count;
    private readonly long inputs;
    private readonly long outputs;

    /// <summary>Lays matrices out, one below the other.</summary>
    /// <param name="count">Number of parts; divides the outputs of all together.</param>
    /// <param name="norm">Weights of the norm before them, <c>[inputs]</c>, which are multiplied in; null for none.</param>
    /// <param name="matrices">Each <c>[outputs, inputs]</c>, with a factor.</param>
    public StepWeights(int count, Tensor? norm, params ReadOnlySpan<(Tensor Weight, double Factor)> matrices)
    {
        using var scope = NewDisposeScope();
        var joined = new List<Tensor>();
        foreach ((Tensor weight, double factor) in matrices)
        {
            using Scalar scale = KeptScalar.Of(factor);
            Tensor wide = weight.As(ScalarType.Float32) * scale;
            joined.Add(norm is null ? wide : wide * norm);
        }

        Tensor all = cat(joined);
        this.count = count;
        (outputs, inputs) = (all.shape[0], all.shape[1]);
        parts = all.view(count, -1, inputs).transpose(1, 2).As(matrices[0].Weight.dtype).contiguous().DetachFromDisposeScope();
    }

    /// <summary>The product, <c>[rows, outputs]</c> float32, of states <c>[rows, inputs]</c>.</summary>
    public Tensor Apply(Tensor states)
    {
        using var scope = NewDisposeScope();
        Tensor product = states.As(parts.dtype).expand(count, -1, inputs).bmm(parts);
        return product.transpose(0, 1).reshape(-1, outputs).As(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    public void Dispose() => parts.Dispose();
}
