using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KPDD.Torch.Tests.Training;

public class OptimizerStepTests
{
    // Longer than a vector and than a chunk of the one pass, and no multiple of either.
    private static readonly long[][] Shapes = [[(1 << 18) + 13], [3, 5], [2]];

    [Fact]
    public void Step_InOnePassAndByOperations_GiveTheSameWeights()
    {
        float[] inOnePass = Weights((options, parameters) => new AdamWOptimizer(options, parameters, inOnePass: true), gradientScale: 1, factor: 0.5);
        float[] byOperations = Weights((options, parameters) => new AdamWOptimizer(options, parameters, inOnePass: false), gradientScale: 1, factor: 0.5);

        Assert.All(inOnePass.Zip(byOperations), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Adafactor)]
    public void Step_GradientFactor_IsThatOfSmallerGradients(OptimizerKind kind)
    {
        ITrainingOptimizer Create(TrainingOptions options, Parameter[] parameters)
        {
            options.Optimizer = kind;
            return TrainingOptimizer.Create(options, parameters);
        }

        float[] byFactor = Weights(Create, gradientScale: 1, factor: 0.25);

        Assert.Equal(Weights(Create, gradientScale: 0.25f, factor: 1), byFactor);
        Assert.NotEqual(Weights(Create, gradientScale: 1, factor: 1), byFactor);
    }

    /// <summary>The weights after three steps with gradients that differ from step to step; only the first step's are scaled, since scaling all would change nothing.</summary>
    private static float[] Weights(Func<TrainingOptions, Parameter[], ITrainingOptimizer> create, float gradientScale, double factor)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        Parameter[] parameters = [.. Shapes.Select(shape => new Parameter(randn(shape, generator: random)))];
        using ITrainingOptimizer optimizer = create(new TrainingOptions { WeightDecay = 0.1 }, parameters);
        for (int step = 0; step < 3; step++)
        {
            foreach (Parameter parameter in parameters)
            {
                parameter.grad = randn(parameter.shape, generator: random) * (step == 0 ? gradientScale : 1);
            }

            optimizer.Step(0.01, step == 0 ? factor : 1);
        }

        return [.. parameters.SelectMany(parameter => parameter.data<float>().ToArray())];
    }
}
