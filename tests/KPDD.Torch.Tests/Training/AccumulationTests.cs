namespace KPDD.Torch.Tests.Training;

public class AccumulationTests
{
    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Adafactor)]
    public async Task TrainAsync_FourBatchesOfTwo_GiveTheStepsOfOneBatchOfEight(OptimizerKind optimizer)
    {
        using var folder = new TemporaryFolder();
        TrainingResult large = await TinyTraining.TrainAsync(Options(optimizer, 8, 1, folder));
        IReadOnlyDictionary<string, float[]> expected = TinyTraining.Weights(folder.Path);
        TrainingResult small = await TinyTraining.TrainAsync(Options(optimizer, 2, 4, folder));
        IReadOnlyDictionary<string, float[]> actual = TinyTraining.Weights(folder.Path);

        // Two steps an epoch: eight examples, then the four that are left.
        Assert.Equal(6, small.StepLosses.Count);
        Assert.All(large.StepLosses.Zip(small.StepLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(expected, pair => Assert.All(pair.Value.Zip(actual[pair.Key]), w => Assert.Equal(w.First, w.Second, 1e-4f)));
    }

    [Fact]
    public async Task TrainAsync_OneBatchAtATime_TakesOtherStepsThanFourTogether()
    {
        using var folder = new TemporaryFolder();
        TrainingResult large = await TinyTraining.TrainAsync(Options(OptimizerKind.AdamW, 8, 1, folder));
        TrainingResult small = await TinyTraining.TrainAsync(Options(OptimizerKind.AdamW, 2, 1, folder));

        Assert.Equal((6, 18), (large.StepLosses.Count, small.StepLosses.Count));
    }

    private static TrainingOptions Options(OptimizerKind optimizer, int batch, int accumulation, TemporaryFolder folder)
    {
        TrainingOptions options = TinyTraining.Options(epochs: 3);
        options.Optimizer = optimizer;
        options.BatchSize = batch;
        options.GradientAccumulationSteps = accumulation;
        options.DropoutRate = 0;
        options.LearningRate = 0.002;
        options.LabelSmoothing = 0.1;
        options.OutputFolder = folder.Path;
        return options;
    }
}
