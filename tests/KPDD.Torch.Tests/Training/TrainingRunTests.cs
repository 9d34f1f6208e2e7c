namespace KPDD.Torch.Tests.Training;

public class TrainingRunTests
{
    [Fact]
    public async Task TrainAsync_NoExamples_ThrowsArgumentException() =>
        await Assert.ThrowsAsync<ArgumentException>(() => new T5DistillationTrainer(TinyTraining.Settings()).TrainAsync([], [], TinyTraining.Options()));

    [Fact]
    public async Task TrainAsync_NoUsableExample_ThrowsArgumentException()
    {
        DistillationExample[] examples =
        [
            TinyTraining.Problems[0] with { Rationale = null },
            TinyTraining.Problems[1] with { Rationale = new Rationale(RationaleKind.ProgramOfThought, "print('hello')") },
            TinyTraining.Problems[2] with { Rationale = new Rationale(RationaleKind.ChainOfThought, "6 * 7 = 42") },
        ];

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => new T5DistillationTrainer(TinyTraining.Settings()).TrainAsync(examples, [], TinyTraining.Options()));

        Assert.Contains("3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_CancelledBeforeStart_ThrowsWithoutTraining()
    {
        var progress = new ProgressList();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TinyTraining.TrainAsync(TinyTraining.Options(), progress: progress, cancellationToken: new CancellationToken(canceled: true)));

        Assert.Empty(progress.Reports);
    }

    [Fact]
    public async Task TrainAsync_Progress_ReportsEachStepInOrderAndEachEpoch()
    {
        var progress = new ProgressList();
        TrainingResult result = await TinyTraining.TrainAsync(
            TinyTraining.Options(), TinyTraining.Settings(evaluator: new ScriptedEvaluator(0.25, 0.5)), progress);

        TrainingProgress[] steps = [.. progress.Reports.Where(r => r.ValidationScore is null)];
        Assert.Equal([1, 2, 3, 4, 5, 6], steps.Select(r => r.Step));
        Assert.Equal(result.StepLosses, steps.Select(r => r.Loss));
        Assert.Equal([(1, 3, 0.25), (2, 6, 0.5)], progress.Reports.Where(r => r.ValidationScore is not null).Select(r => (r.Epoch, r.Step, r.ValidationScore!.Value)));
        Assert.All(progress.Reports, r => Assert.Equal((2, 6, 0.01), (r.Epochs, r.Steps, r.LearningRate)));
    }

    [Fact]
    public async Task TrainAsync_EpochExamples_AreAskedForFromTheSecondEpochOn()
    {
        var asked = new List<int>();
        IReadOnlyList<DistillationExample> Make(int epoch)
        {
            asked.Add(epoch);
            return [.. TinyTraining.Problems.Reverse().Take(8)];
        }

        TrainingResult fresh = await TinyTraining.TrainAsync(TinyTraining.Options(epochs: 3), TinyTraining.Settings(epochExamples: Make));
        TrainingResult fixedOnes = await TinyTraining.TrainAsync(TinyTraining.Options(epochs: 3));

        Assert.Equal([2, 3], asked);
        Assert.Equal(9, fresh.StepLosses.Count);
        Assert.Equal(fixedOnes.StepLosses.Take(3), fresh.StepLosses.Take(3));
        Assert.NotEqual(fixedOnes.StepLosses, fresh.StepLosses);
    }

    [Fact]
    public async Task TrainAsync_LongText_IsCutAndCounted()
    {
        TrainingOptions options = TinyTraining.Options(epochs: 1);
        options.MaxInputTokens = 12;

        Assert.Equal(12, (await TinyTraining.TrainAsync(options)).TruncatedExamples);
        Assert.Equal(0, (await TinyTraining.TrainAsync(TinyTraining.Options(epochs: 1))).TruncatedExamples);
    }
}
