using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch.Tests.Training;

public class GradientCheckpointingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TrainAsync_WithDropout_GivesTheLossesOfKeepingActivations(int accumulation)
    {
        TrainingOptions options = TinyTraining.Options();
        options.DropoutRate = 0.2;
        options.LearningRate = 0.002;
        options.GradientAccumulationSteps = accumulation;
        TrainingResult kept = await TinyTraining.TrainAsync(options);
        options.GradientCheckpointing = true;

        TrainingResult recomputed = await TinyTraining.TrainAsync(options);

        Assert.Equal(kept.StepLosses[0], recomputed.StepLosses[0]);
        Assert.All(kept.StepLosses.Zip(recomputed.StepLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Theory]
    [MemberData(nameof(ReferenceCase.Folders), MemberType = typeof(ReferenceCase))]
    public void Backward_ReferenceModel_EveryGradientEqualsThatOfKeepingActivations(string folder)
    {
        var reference = new ReferenceCase(folder);
        EncodedExample[] batch =
            [.. reference.Rows().Zip(reference.Labels, (row, labels) => new EncodedExample(row, [.. labels.Where(l => l != T5Loss.Ignored)]))];
        using T5Model kept = T5ModelFiles.Load(folder, "cpu");
        using T5Model recomputed = T5ModelFiles.Load(folder, "cpu");
        using var scope = NewDisposeScope();
        var dropout = new T5Dropout(0.3);
        dropout.Seed(7);
        T5Loss.Of(kept, batch, dropout, 0).backward();
        dropout.Seed(7);
        using var recomputation = new BlockRecomputation(dropout);
        T5Loss.Of(recomputed, batch, dropout, 0, recomputation).backward();

        recomputation.Backward();

        foreach (var ((name, first), (_, second)) in kept.named_parameters().Zip(recomputed.named_parameters()))
        {
            double difference = (first.grad! - second.grad!).norm().ToDouble();
            double norm = first.grad!.norm().ToDouble();
            Assert.True(norm > 0 && difference <= 1e-4 * norm, $"{name}: differs by {difference} of {norm}");
        }
    }
}
