using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>AdamW (arXiv 1711.05101, algorithm 2).</summary>
/// <remarks>TorchSharp has one too; this one passes no temporary scalars to libtorch (see <see cref="KeptScalar"/>) and its state is plain tensors.</remarks>
internal sealed class AdamWOptimizer : ITrainingOptimizer
{
    private const double Epsilon = 1e-8;
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Tensor[] means;
    private readonly Tensor[] squares;
    private readonly TrainingOptions options;
    private readonly Scalar beta1;
    private readonly Scalar beta2;
    private readonly Scalar gradientShare;
    private readonly Scalar squareShare;
    private readonly Scalar epsilon = KeptScalar.Of(Epsilon);
    private long steps;

    public AdamWOptimizer(TrainingOptions options, IReadOnlyList<Parameter> parameters)
    {
        this.options = options;
        this.parameters = parameters;
        means = [.. parameters.Select(p => zeros_like(p).detach().DetachFromDisposeScope())];
        squares = [.. parameters.Select(p => zeros_like(p).detach().DetachFromDisposeScope())];
        beta1 = KeptScalar.Of(options.Beta1);
        beta2 = KeptScalar.Of(options.Beta2);
        gradientShare = KeptScalar.Of(1 - options.Beta1);
        squareShare = KeptScalar.Of(1 - options.Beta2);
    }

    public void Step(double learningRate)
    {
        using var guard = no_grad();
        steps++;
        using Scalar kept = KeptScalar.Of(1 - (learningRate * options.WeightDecay));
        using Scalar bias = KeptScalar.Of(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, steps)));
        using Scalar update = KeptScalar.Of(-learningRate / (1 - Math.Pow(options.Beta1, steps)));
        for (int i = 0; i < parameters.Count; i++)
        {
            using var scope = NewDisposeScope();
            Parameter parameter = parameters[i];
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            means[i].mul_(beta1).add_(gradient, gradientShare);
            squares[i].mul_(beta2).addcmul_(gradient, gradient, squareShare);
            Tensor denominator = squares[i].sqrt().mul_(bias).add_(epsilon, KeptScalar.One);
            parameter.mul_(kept).addcdiv_(means[i], denominator, update);
        }
    }

    public void Save(BinaryWriter writer) => OptimizerState.Write(writer, OptimizerKind.AdamW, steps, [.. means, .. squares]);

    public void Load(BinaryReader reader) => steps = OptimizerState.Read(reader, OptimizerKind.AdamW, [.. means, .. squares]);

    public void Dispose()
    {
        foreach (Tensor tensor in means.Concat(squares))
        {
            tensor.Dispose();
        }
    }
}
