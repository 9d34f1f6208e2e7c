using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>A running average of the weights: a steadier student than the last step's weights.</summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Tensor[] averages;
    private readonly double decay;

    public WeightAverage(IReadOnlyList<Parameter> parameters, double decay)
    {
        using var guard = no_grad();
        this.parameters = parameters;
        this.decay = decay;
        averages = [.. parameters.Select(p => p.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>The averages, in the order of the parameters.</summary>
    public IReadOnlyList<Tensor> Tensors => averages;

    /// <summary>Moves the averages towards the weights; over the first steps faster, so that the initial weights are forgotten.</summary>
    public void Update(int step)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        double share = 1 - Math.Min(decay, (1.0 + step) / (10.0 + step));
        using Scalar kept = KeptScalar.Of(1 - share);
        using Scalar added = KeptScalar.Of(share);
        for (int i = 0; i < averages.Length; i++)
        {
            averages[i].mul_(kept).add_(parameters[i], added);
        }
    }

    /// <summary>Exchanges weights and averages; calling it twice restores both.</summary>
    public void Swap()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        for (int i = 0; i < averages.Length; i++)
        {
            Tensor held = parameters[i].clone();
            parameters[i].copy_(averages[i]);
            averages[i].copy_(held);
        }
    }

    public void Dispose()
    {
        foreach (Tensor average in averages)
        {
            average.Dispose();
        }
    }
}
