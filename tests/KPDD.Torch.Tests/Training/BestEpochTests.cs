namespace KPDD.Torch.Tests.Training;

public class BestEpochTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public async Task TrainAsync_ScoresRiseAndFall_KeepsTheWeightsOfTheBestEpoch(double averageDecay)
    {
        using var best = new TemporaryFolder();
        using var two = new TemporaryFolder();
        using var three = new TemporaryFolder();
        var evaluator = new ScriptedEvaluator(0.5, 0.75, 0.25);

        TrainingResult result = await TinyTraining.TrainAsync(Options(3, best, averageDecay), TinyTraining.Settings(evaluator: evaluator));
        await TinyTraining.TrainAsync(Options(2, two, averageDecay));
        await TinyTraining.TrainAsync(Options(3, three, averageDecay));

        Assert.Equal((2, 0.75), (result.BestEpoch, result.BestScore));
        Assert.Equal([0.5, 0.75, 0.25], result.Epochs.Select(e => e.ValidationScore));
        Assert.Equal(best.Path, result.ModelFolder);
        Assert.Equal(TinyTraining.Weights(two.Path), TinyTraining.Weights(best.Path));
        Assert.NotEqual(TinyTraining.Weights(three.Path), TinyTraining.Weights(best.Path));
    }

    [Fact]
    public async Task TrainAsync_EqualScores_KeepsTheFirst()
    {
        TrainingResult result = await TinyTraining.TrainAsync(TinyTraining.Options(), TinyTraining.Settings(evaluator: new ScriptedEvaluator(0.5, 0.5)));

        Assert.Equal(1, result.BestEpoch);
    }

    [Fact]
    public async Task TrainAsync_NoValidation_KeepsTheLastEpoch()
    {
        TrainingResult result = await TinyTraining.TrainAsync(TinyTraining.Options());

        Assert.Equal((2, null), (result.BestEpoch, result.BestScore));
    }

    [Fact]
    public async Task TrainAsync_Patience_StopsWhenTheScoreDoesNotRise()
    {
        var evaluator = new ScriptedEvaluator(0.5, 0.25, 0.75, 0.5, 0.5, 1);
        TrainingOptions options = TinyTraining.Options(epochs: 6);
        options.Patience = 2;

        TrainingResult result = await TinyTraining.TrainAsync(options, TinyTraining.Settings(evaluator: evaluator));

        Assert.Equal((5, 3, 5), (result.Epochs.Count, result.BestEpoch, evaluator.Calls));
    }

    [Fact]
    public async Task TrainAsync_EvaluateEveryTwoEpochs_EvaluatesThoseAndTheLast()
    {
        TrainingOptions options = TinyTraining.Options(epochs: 3);
        options.EvaluateEveryEpochs = 2;

        TrainingResult result = await TinyTraining.TrainAsync(options, TinyTraining.Settings(evaluator: new ScriptedEvaluator(0.5, 0.25)));

        Assert.Equal([null, 0.5, 0.25], result.Epochs.Select(e => e.ValidationScore));
        Assert.Equal(2, result.BestEpoch);
    }

    private static TrainingOptions Options(int epochs, TemporaryFolder folder, double averageDecay)
    {
        TrainingOptions options = TinyTraining.Options(epochs);
        options.OutputFolder = folder.Path;
        options.WeightAverageDecay = averageDecay;
        return options;
    }
}
