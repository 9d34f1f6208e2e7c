using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>Matrices that read the same few rows of states, laid out for one product: <c>[parts, inputs, width]</c>, each part with its share of the columns of every matrix.</summary>
/// <remarks>
/// libtorch multiplies the parts of such a batch side by side, one a thread. For a handful of rows that takes half to three quarters of the time of <c>linear</c> on
/// weights as a checkpoint stores them (32 rows, two threads: 0.26 against 0.47 ms for 512 to 1,536, 0.32 against 0.60 for 512 to 2,048).
/// </remarks>
internal sealed class StepWeights : IDisposable
{
    private readonly Tensor parts;

    /// <summary>Lays matrices out.</summary>
    /// <param name="count">Number of parts; divides the outputs of every matrix.</param>
    /// <param name="norm">Weights of the norm before them, <c>[inputs]</c>, which are multiplied in; null for none.</param>
    /// <param name="matrices">Each <c>[outputs, inputs]</c>, with a factor.</param>
    public StepWeights(int count, Tensor? norm, params ReadOnlySpan<(Tensor Weight, double Factor)> matrices)
    {
        using var scope = NewDisposeScope();
        var laid = new List<Tensor>();
        foreach ((Tensor weight, double factor) in matrices)
        {
            using Scalar scale = KeptScalar.Of(factor);
            Tensor wide = weight.As(ScalarType.Float32) * scale;
            wide = norm is null ? wide : wide * norm;
            laid.Add(wide.view(count, -1, wide.shape[1]).transpose(1, 2));
        }

        parts = cat(laid, 2).As(matrices[0].Weight.dtype).contiguous().DetachFromDisposeScope();
    }

    /// <summary>Number of parts.</summary>
    public long Count => parts.shape[0];

    /// <summary>The product, <c>[parts, rows, width]</c>, of states <c>[rows, inputs]</c>.</summary>
    public Tensor Apply(Tensor states)
    {
        using var scope = NewDisposeScope();
        return states.As(parts.dtype).unsqueeze(0).expand(Count, -1, -1).bmm(parts).MoveToOuterDisposeScope();
    }

    /// <summary>Adds the product of states <c>[rows, inputs]</c> to <c>[rows, outputs]</c>, in place.</summary>
    public void AddTo(Tensor sum, Tensor states)
    {
        using var scope = NewDisposeScope();
        sum.view(sum.shape[0], Count, -1).add_(Apply(states).transpose(0, 1), KeptScalar.One);
    }

    public void Dispose() => parts.Dispose();
}
