using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>AdamW (arXiv 1711.05101, algorithm 2).</summary>
/// <remarks>
/// On the CPU a weight, its gradient and its two means are read and written once a step, in managed code; libtorch's operations would go through memory nine times.
/// On other devices it is those operations, without temporary scalars (see <see cref="KeptScalar"/>). The state is plain tensors.
/// </remarks>
internal sealed class AdamWOptimizer : ITrainingOptimizer
{
    private const double Epsilon = 1e-8;

    // Small enough that the last chunks of a step end at about the same time.
    private const int ChunkLength = 1 << 18;
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Tensor[] means;
    private readonly Tensor[] squares;
    private readonly TrainingOptions options;
    private readonly bool inOnePass;
    private long steps;

    /// <summary>Creates the optimizer with means of zero.</summary>
    /// <param name="options">The training's options.</param>
    /// <param name="parameters">The weights, float32.</param>
    /// <param name="inOnePass">False for libtorch's operations on the CPU too; null where one pass is possible.</param>
    public AdamWOptimizer(TrainingOptions options, IReadOnlyList<Parameter> parameters, bool? inOnePass = null)
    {
        this.options = options;
        this.parameters = parameters;
        this.inOnePass = inOnePass ?? parameters.All(parameter => parameter.device_type == DeviceType.CPU);
        means = [.. parameters.Select(p => zeros_like(p).detach().DetachFromDisposeScope())];
        squares = [.. parameters.Select(p => zeros_like(p).detach().DetachFromDisposeScope())];
    }

    public void Step(double learningRate, double gradientFactor = 1)
    {
        using var guard = no_grad();
        steps++;
        var factors = new Factors(
            (float)gradientFactor,
            (float)options.Beta1,
            (float)(1 - options.Beta1),
            (float)options.Beta2,
            (float)(1 - options.Beta2),
            (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, steps))),
            (float)Epsilon,
            (float)(1 - (learningRate * options.WeightDecay)),
            (float)(-learningRate / (1 - Math.Pow(options.Beta1, steps))));
        if (inOnePass)
        {
            UpdateInOnePass(factors);
        }
        else
        {
            UpdateByOperations(factors);
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

    private static Span<float> Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static void Update(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares, Factors factors)
    {
        int vectorized = weights.Length - (weights.Length % Vector<float>.Count);
        for (int i = 0; i < vectorized; i += Vector<float>.Count)
        {
            Vector<float> gradient = new Vector<float>(gradients[i..]) * factors.Gradient;
            Vector<float> mean = (new Vector<float>(means[i..]) * factors.MeanKept) + (gradient * factors.MeanShare);
            Vector<float> square = (new Vector<float>(squares[i..]) * factors.SquareKept) + (gradient * gradient * factors.SquareShare);
            mean.CopyTo(means[i..]);
            square.CopyTo(squares[i..]);
            Vector<float> denominator = (Vector.SquareRoot(square) * factors.RootScale) + new Vector<float>(factors.Epsilon);
            ((new Vector<float>(weights[i..]) * factors.WeightKept) + (mean / denominator * factors.Update)).CopyTo(weights[i..]);
        }

        for (int i = vectorized; i < weights.Length; i++)
        {
            float gradient = gradients[i] * factors.Gradient;
            means[i] = (means[i] * factors.MeanKept) + (gradient * factors.MeanShare);
            squares[i] = (squares[i] * factors.SquareKept) + (gradient * gradient * factors.SquareShare);
            float denominator = (MathF.Sqrt(squares[i]) * factors.RootScale) + factors.Epsilon;
            weights[i] = (weights[i] * factors.WeightKept) + (means[i] / denominator * factors.Update);
        }
    }

    private void UpdateInOnePass(Factors factors)
    {
        using var scope = NewDisposeScope();
        Tensor?[] gradients = [.. parameters.Select(parameter => parameter.grad?.contiguous())];
        (int Parameter, int Start)[] chunks = [.. Enumerable.Range(0, gradients.Length)
            .Where(i => gradients[i] is not null)
            .SelectMany(i => Enumerable.Range(0, (int)((parameters[i].numel() + ChunkLength - 1) / ChunkLength)).Select(chunk => (i, chunk * ChunkLength)))];
        Parallel.ForEach(chunks, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, chunk =>
        {
            var (i, start) = chunk;
            Span<float> weights = Values(parameters[i]);
            int length = Math.Min(ChunkLength, weights.Length - start);
            Update(
                weights.Slice(start, length),
                Values(gradients[i]!).Slice(start, length),
                Values(means[i]).Slice(start, length),
                Values(squares[i]).Slice(start, length),
                factors);
        });
    }

    private void UpdateByOperations(Factors factors)
    {
        using Scalar factor = factors.Gradient;
        using Scalar meanKept = factors.MeanKept;
        using Scalar meanShare = factors.MeanShare;
        using Scalar squareKept = factors.SquareKept;
        using Scalar squareShare = factors.SquareShare;
        using Scalar rootScale = factors.RootScale;
        using Scalar epsilon = factors.Epsilon;
        using Scalar weightKept = factors.WeightKept;
        using Scalar update = factors.Update;
        for (int i = 0; i < parameters.Count; i++)
        {
            using var scope = NewDisposeScope();
            Parameter parameter = parameters[i];
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            gradient = gradient * factor;
            means[i].mul_(meanKept).add_(gradient, meanShare);
            squares[i].mul_(squareKept).addcmul_(gradient, gradient, squareShare);
            Tensor denominator = squares[i].sqrt().mul_(rootScale).add_(epsilon, KeptScalar.One);
            parameter.mul_(weightKept).addcdiv_(means[i], denominator, update);
        }
    }

    /// <summary>The numbers of one step.</summary>
    private readonly record struct Factors(
        float Gradient, float MeanKept, float MeanShare, float SquareKept, float SquareShare, float RootScale, float Epsilon, float WeightKept, float Update);
}
