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
    private const double Epsilon = 1e-30;
    private const double ClipThreshold = 1.0;
    private const double DecayRate = -0.8;
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Tensor[][] moments;
    private readonly double weightDecay;
    private long steps;

    public AdafactorOptimizer(TrainingOptions options, IReadOnlyList<Parameter> parameters)
    {
        this.parameters = parameters;
        weightDecay = options.WeightDecay;
        moments = [.. parameters.Select(p => Array.ConvertAll(
            MomentShapes(p.shape), shape => zeros(shape, device: p.device).DetachFromDisposeScope()))];
    }

    public void Step(double learningRate)
    {
        using var guard = no_grad();
        steps++;
        double decay = 1.0 - Math.Pow(steps, DecayRate);
        for (int i = 0; i < parameters.Count; i++)
        {
            using var scope = NewDisposeScope();
            Parameter parameter = parameters[i];
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            Tensor update = Scaled(gradient, moments[i], decay);
            double rootMeanSquare = Math.Sqrt(update.square().mean().ToDouble());
            update = update * (learningRate / Math.Max(1.0, rootMeanSquare / ClipThreshold));
            if (weightDecay > 0)
            {
                parameter.mul_(1 - (weightDecay * learningRate));
            }

            parameter.sub_(update);
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(steps);
        foreach (Tensor moment in moments.SelectMany(m => m))
        {
            using Tensor copy = moment.cpu();
            writer.Write(copy.bytes.ToArray());
        }
    }

    public void Load(BinaryReader reader)
    {
        using var guard = no_grad();
        steps = reader.ReadInt64();
        foreach (Tensor moment in moments.SelectMany(m => m))
        {
            using Tensor copy = zeros(moment.shape);
            reader.BaseStream.ReadExactly(copy.bytes);
            moment.copy_(copy);
        }
    }

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
    private static Tensor Scaled(Tensor gradient, Tensor[] moments, double decay)
    {
        Tensor square = gradient.square() + Epsilon;
        if (moments.Length == 1)
        {
            return gradient * moments[0].mul_(decay).add_(square * (1 - decay)).rsqrt();
        }

        Tensor rows = moments[0].mul_(decay).add_(square.mean([-1]) * (1 - decay));
        Tensor columns = moments[1].mul_(decay).add_(square.mean([-2]) * (1 - decay));
        Tensor rowFactor = (rows / rows.mean([-1], keepdim: true)).rsqrt().unsqueeze(-1);
        return gradient * rowFactor * columns.unsqueeze(-2).rsqrt();
    }
}
