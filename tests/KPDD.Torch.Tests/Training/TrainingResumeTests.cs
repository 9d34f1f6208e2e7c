namespace KPDD.Torch.Tests.Training;

public class TrainingResumeTests
{
    public static TheoryData<OptimizerKind, double, int> Cases => new()
    {
        { OptimizerKind.AdamW, 0, 1 },
        { OptimizerKind.AdamW, 0.9, 2 },
        { OptimizerKind.Adafactor, 0, 3 },
        { OptimizerKind.Adafactor, 0.9, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task TrainAsync_CancelledInAnEpochAndResumed_EqualsAnUninterruptedRun(OptimizerKind optimizer, double averageDecay, int checkpointEverySteps)
    {
        using var whole = new TemporaryFolder();
        using var cut = new TemporaryFolder();
        TrainingResult expected = await TinyTraining.TrainAsync(Options(whole, optimizer, averageDecay), TinyTraining.Settings(checkpointEverySteps));

        List<double> before = await CancelAtStepAsync(5, Options(cut, optimizer, averageDecay), checkpointEverySteps);
        TrainingOptions options = Options(cut, optimizer, averageDecay);
        options.Resume = true;
        TrainingResult resumed = await TinyTraining.TrainAsync(options, TinyTraining.Settings(checkpointEverySteps));

        int kept = 5 / checkpointEverySteps * checkpointEverySteps;
        Assert.Equal(expected.StepLosses, before.Take(kept).Concat(resumed.StepLosses));
        Assert.Equal(expected.Epochs, resumed.Epochs);
        Assert.Equal(TinyTraining.Weights(whole.Path), TinyTraining.Weights(cut.Path));
    }

    [Fact]
    public async Task TrainAsync_ResumeWithoutCheckpoint_StartsAtTheBeginning()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Options(folder, OptimizerKind.AdamW, 0);
        options.Resume = true;

        Assert.Equal(9, (await TinyTraining.TrainAsync(options)).StepLosses.Count);
    }

    [Fact]
    public async Task TrainAsync_ResumeOfAFinishedRun_TrainsNothingMore()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Options(folder, OptimizerKind.AdamW, 0);
        TrainingResult first = await TinyTraining.TrainAsync(options);
        options.Resume = true;

        TrainingResult again = await TinyTraining.TrainAsync(options);

        Assert.Empty(again.StepLosses);
        Assert.Equal(first.Epochs, again.Epochs);
    }

    [Theory]
    [InlineData(nameof(TrainingOptions.Seed))]
    [InlineData(nameof(TrainingOptions.BatchSize))]
    [InlineData(nameof(TrainingOptions.Epochs))]
    [InlineData(nameof(TrainingOptions.LearningRate))]
    [InlineData(nameof(TrainingOptions.Optimizer))]
    [InlineData(nameof(TrainingOptions.WeightAverageDecay))]
    public async Task TrainAsync_ResumeWithOtherOptions_ThrowsKpddException(string changed)
    {
        using var folder = new TemporaryFolder();
        await CancelAtStepAsync(2, Options(folder, OptimizerKind.AdamW, 0), checkpointEverySteps: 1);
        TrainingOptions options = Options(folder, OptimizerKind.AdamW, 0);
        options.Resume = true;
        switch (changed)
        {
            case nameof(TrainingOptions.Seed): options.Seed++; break;
            case nameof(TrainingOptions.BatchSize): options.BatchSize++; break;
            case nameof(TrainingOptions.Epochs): options.Epochs++; break;
            case nameof(TrainingOptions.LearningRate): options.LearningRate /= 2; break;
            case nameof(TrainingOptions.Optimizer): options.Optimizer = OptimizerKind.Adafactor; break;
            default: options.WeightAverageDecay = 0.5; break;
        }

        KpddException error = await Assert.ThrowsAsync<KpddException>(() => TinyTraining.TrainAsync(options));

        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checkpoint.json", "{")]
    [InlineData("checkpoint-2/optimizer.bin", "short")]
    public async Task TrainAsync_ResumeOfADamagedCheckpoint_ThrowsKpddException(string file, string content)
    {
        using var folder = new TemporaryFolder();
        await CancelAtStepAsync(2, Options(folder, OptimizerKind.AdamW, 0), checkpointEverySteps: 1);
        File.WriteAllText(Path.Combine(folder.Path, file), content);
        TrainingOptions options = Options(folder, OptimizerKind.AdamW, 0);
        options.Resume = true;

        await Assert.ThrowsAsync<KpddException>(() => TinyTraining.TrainAsync(options));
    }

    private static TrainingOptions Options(TemporaryFolder folder, OptimizerKind optimizer, double averageDecay)
    {
        TrainingOptions options = TinyTraining.Options(epochs: 3);
        options.Optimizer = optimizer;
        options.WeightAverageDecay = averageDecay;
        options.OutputFolder = folder.Path;
        return options;
    }

    /// <summary>Trains until the step and returns the losses so far.</summary>
    private static async Task<List<double>> CancelAtStepAsync(int step, TrainingOptions options, int checkpointEverySteps)
    {
        using var cancellation = new CancellationTokenSource();
        var losses = new List<double>();
        var progress = new ProgressList(report =>
        {
            // The report at the end of an epoch repeats its last step.
            if (report.Step == losses.Count + 1)
            {
                losses.Add(report.Loss);
            }

            if (report.Step == step)
            {
                cancellation.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TinyTraining.TrainAsync(options, TinyTraining.Settings(checkpointEverySteps), progress, cancellation.Token));
        Assert.Equal(step, losses.Count);
        return losses;
    }
}
