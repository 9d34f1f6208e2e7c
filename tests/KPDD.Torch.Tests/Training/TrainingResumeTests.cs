namespace KPDD.Torch.Tests.Training;

public class TrainingResumeTests
{
    /// <summary>Optimizer, decay of the average, steps between checkpoints, batches a step.</summary>
    public static TheoryData<OptimizerKind, double, int, int> Cases => new()
    {
        { OptimizerKind.AdamW, 0, 1, 1 },
        { OptimizerKind.AdamW, 0.9, 2, 1 },
        { OptimizerKind.Adafactor, 0, 3, 1 },
        { OptimizerKind.Adafactor, 0.9, 1, 1 },
        { OptimizerKind.AdamW, 0.9, 2, 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task TrainAsync_CancelledAndResumed_EqualsAnUninterruptedRun(
        OptimizerKind optimizer, double averageDecay, int checkpointEverySteps, int accumulation)
    {
        using var whole = new TemporaryFolder();
        TrainingOptions options = Options(whole, optimizer, averageDecay);
        options.GradientAccumulationSteps = accumulation;
        TrainingResult expected = await TinyTraining.TrainAsync(options, TinyTraining.Settings(checkpointEverySteps));
        // Every step of the short training, whose steps are two batches each; one step within an epoch of the others.
        foreach (int step in accumulation > 1 ? new[] { 1, 2, 3 } : [5])
        {
            using var cut = new TemporaryFolder();
            options.OutputFolder = cut.Path;
            options.Resume = false;
            List<double> before = await CancelAtStepAsync(step, options, checkpointEverySteps);
            options.Resume = true;
            TrainingResult resumed = await TinyTraining.TrainAsync(options, TinyTraining.Settings(checkpointEverySteps));

            int kept = expected.StepLosses.Count - resumed.StepLosses.Count;
            Assert.InRange(kept, step - checkpointEverySteps + 1, step);
            Assert.Equal(expected.StepLosses, before.Take(kept).Concat(resumed.StepLosses));
            Assert.Equal(expected.Epochs, resumed.Epochs);
            Assert.Equal(TinyTraining.Weights(whole.Path), TinyTraining.Weights(cut.Path));
        }
    }

    [Fact]
    public async Task TrainAsync_ResumeWithoutCheckpoint_StartsAtTheBeginning()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Options(folder, OptimizerKind.AdamW, 0);
        options.Resume = true;

        Assert.Equal(6, (await TinyTraining.TrainAsync(options)).StepLosses.Count);
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

    [Fact]
    public async Task TrainAsync_ResumeOfARunThatStoppedEarly_StaysStopped()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Options(folder, OptimizerKind.AdamW, 0);
        options.Patience = 1;
        await TinyTraining.TrainAsync(options, TinyTraining.Settings(evaluator: new ScriptedEvaluator(0.5, 0.25)));
        options.Resume = true;

        TrainingResult again = await TinyTraining.TrainAsync(options, TinyTraining.Settings(evaluator: new ScriptedEvaluator()));

        Assert.Empty(again.StepLosses);
        Assert.Equal(2, again.Epochs.Count);
    }

    private static TrainingOptions Options(TemporaryFolder folder, OptimizerKind optimizer, double averageDecay)
    {
        TrainingOptions options = TinyTraining.Options();
        options.Optimizer = optimizer;
        options.WeightAverageDecay = averageDecay;
        options.OutputFolder = folder.Path;
        return options;
    }

    /// <summary>Trains until the step and returns the losses so far.</summary>
    internal static async Task<List<double>> CancelAtStepAsync(
        int step, TrainingOptions options, int checkpointEverySteps, Func<int, IReadOnlyList<DistillationExample>>? epochExamples = null)
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
            () => TinyTraining.TrainAsync(options, TinyTraining.Settings(checkpointEverySteps, epochExamples: epochExamples), progress, cancellation.Token));
        Assert.Equal(step, losses.Count);
        return losses;
    }
}
