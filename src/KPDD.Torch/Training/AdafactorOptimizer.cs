using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>
/// Adafactor (arXiv 1804.04235, algorithms 4 and 5) with an external learning rate: no relative step, no parameter scaling, no momentum.
/// Matrices keep one running mean a row and one a column instead of one a weight.
/// </summary>
internal sealed class AdafactorOptimizer : ITrainingOptimizer
{
    private const double ClipThreshold = 1.0;
    private const double DecayRate = -0.8;
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Tensor[][] moments;
    private readonly Scalar epsilon = KeptScalar.Of(1e-30);
    private readonly double weightDecay;
    private long steps;

    public AdafactorOptimizer(TrainingOptions options, IReadOnlyList<Parameter> parameters)
    {
        this.parameters = parameters;
        weightDecay = options.WeightDecay;
        moments = [.. parameters.Select(p => Array.ConvertAll(
            MomentShapes(p.shape), shape => zeros(shape, device: p.device).DetachFromDisposeScope()))];
    }

    public void Step(double learningRate, double gradientFactor = 1)
    {
        using var guard = no_grad();
        steps++;
        double decay = 1.0 - Math.Pow(steps, DecayRate);
        using Scalar kept = KeptScalar.Of(decay);
        using Scalar share = KeptScalar.Of(1 - decay);
        using Scalar factor = KeptScalar.Of(gradientFactor);
        using Scalar decayed = KeptScalar.Of(1 - (weightDecay * learningRate));
        for (int i = 0; i < parameters.Count; i++)
        {
            using var scope = NewDisposeScope();
            Parameter parameter = parameters[i];
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            Tensor update = Scaled(gradientFactor == 1 ? gradient : gradient * factor, moments[i], kept, share);
            double rootMeanSquare = Math.Sqrt((update * update).mean().ToDouble());
            using Scalar scale = KeptScalar.Of(-learningRate / Math.Max(1.0, rootMeanSquare / ClipThreshold));
            if (weightDecay > 0)
            {
                parameter.mul_(decayed);
            }

            parameter.add_(update, scale);
        }
    }

    public void Save(BinaryWriter writer) => OptimizerState.Write(writer, OptimizerKind.Adafactor, steps, [.. moments.SelectMany(m => m)]);

    public void Load(BinaryReader reader) => steps = OptimizerState.Read(reader, OptimizerKind.Adafactor, [.. moments.SelectMany(m => m)]);

    public void Dispose()
    {
        foreach (Tensor moment in moments.SelectMany(m => m))
        {
            moment.Dispose();
        }
    }

    private static long[][] MomentShapes(long[] shape) =>
        shape.Length >= 2 ? [shape[..^1], [.. shape[..^2], shape[^1]]] : [shape];

    /// <summary>The gradient divided by the root of its running mean square.</summary>
    private Tensor Scaled(Tensor gradient, Tensor[] moment, Scalar kept, Scalar share)
    {
        Tensor square = (gradient * gradient).add_(epsilon, KeptScalar.One);
        if (moment.Length == 1)
        {
            return gradient * moment[0].mul_(kept).add_(square, share).rsqrt();
        }

        Tensor rows = moment[0].mul_(kept).add_(square.mean([-1]), share);
        Tensor columns = moment[1].mul_(kept).add_(square.mean([-2]), share);
        Tensor rowFactor = (rows / rows.mean([-1], keepdim: true)).rsqrt().unsqueeze(-1);
        return gradient * rowFactor * columns.unsqueeze(-2).rsqrt();
    }
}
