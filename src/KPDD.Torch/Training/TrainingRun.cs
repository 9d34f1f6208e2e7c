using KPDD.T5;

namespace KPDD.Torch;

/// <summary>One training from start (or checkpoint) to end, on one thread.</summary>
internal sealed class TrainingRun : IDisposable
{
    // Collected on purpose. A plain port of this loop once grew by 189 MB a step with a flat count of tensors; its cause was not found, and this loop
    // does not show it (without collecting: 425 MB resident at step 15, 430 at step 40, a vocabulary of 32,128, one row of 128 tokens). What is left to
    // finalizers here is about 75 small native objects a step, TorchSharp's temporary scalars above all; no scope frees those.
    private const int CollectEverySteps = 20;
    private readonly TrainingPlan plan;
    private readonly TrainingOutput? output;
    private readonly TorchThreads? threads;
    private readonly TrainingWeights weights;
    private readonly TrainingStep step;
    private readonly List<double> losses = [];
    private readonly TrainingState state;

    private TrainingRun(TrainingPlan plan, TrainingOutput? output, TorchThreads? threads, TrainingWeights weights, TrainingState state)
    {
        this.threads = threads;
        this.plan = plan;
        this.output = output;
        this.weights = weights;
        this.state = state;
        step = new TrainingStep(plan, weights);
    }

    /// <summary>Read from the state, so that a training that stopped early and is resumed stays stopped.</summary>
    private bool IsOutOfPatience => plan.Options.Patience is { } patience && state.EvaluationsSinceBest >= patience;

    /// <summary>Takes the output folder, checks everything, then allocates; whatever fails, nothing stays behind.</summary>
    public static TrainingRun Open(
        T5TrainerSettings settings, IReadOnlyList<DistillationExample> training, IReadOnlyList<DistillationExample> validation, TrainingOptions options)
    {
        // The folder first: the model to start from may be the one whose exchange a kill cut short.
        TrainingOutput? output = options.OutputFolder is { } folder ? TrainingOutput.Open(folder, settings.BeforeDiskChange) : null;
        TorchThreads? threads = null;
        TrainingWeights? weights = null;
        try
        {
            var plan = new TrainingPlan(settings, training, validation, options);
            TorchBackend.Require();
            threads = TorchThreads.Use(settings.Threads);
            weights = TrainingWeights.Create(plan);
            TrainingState? restored = options.Resume ? output!.Checkpoint.Restore(plan, weights) : null;
            return new TrainingRun(plan, output, threads, weights, restored ?? new TrainingState());
        }
        catch
        {
            weights?.Dispose();
            threads?.Dispose();
            output?.Dispose();
            throw;
        }
    }

    /// <summary>Runs to the end.</summary>
    public TrainingResult Execute(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        while (!IsOutOfPatience && state.Epochs.Count < plan.Options.Epochs)
        {
            int epoch = state.Epochs.Count + 1;
            IReadOnlyList<EncodedExample[]> batches = Begin(epoch);
            for (int b = state.Step - ((epoch - 1) * plan.StepsPerEpoch); b < plan.StepsPerEpoch; b++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                double loss = Step(batches[b % batches.Count]);
                progress?.Report(Progress(loss));
                if (state.Step % plan.Settings.CheckpointEverySteps == 0)
                {
                    output?.Checkpoint.Save(plan, state, weights);
                }
            }

            EndEpoch(epoch, progress, cancellationToken);
        }

        return new TrainingResult(state.Epochs, state.BestEpoch, state.BestScore)
        {
            StepLosses = losses,
            ModelFolder = plan.Options.OutputFolder,
            TruncatedExamples = plan.Examples.Truncated,
        };
    }

    public void Dispose()
    {
        weights.Dispose();
        threads?.Dispose();
        output?.Dispose();
        CollectNative();
    }

    private IReadOnlyList<EncodedExample[]> Begin(int epoch)
    {
        TrainingSet examples = plan.ExamplesOf(epoch);
        string content = examples.Content;
        bool goesOn = state.Step > (epoch - 1) * plan.StepsPerEpoch;
        if (goesOn && state.EpochContent != content)
        {
            throw new KpddException(
                $"The checkpoint in '{plan.Options.OutputFolder}' stopped within epoch {epoch}, whose examples are now others: {nameof(T5TrainerSettings)}.{nameof(T5TrainerSettings.EpochExamples)} must give the same ones for the same number. Resume with the same ones, or start afresh in another output folder.");
        }

        state.EpochContent = content;
        return examples.Epoch(epoch);
    }

    private double Step(EncodedExample[] batch)
    {
        double loss = step.Run(batch, state.Step);
        state.Step++;
        state.EpochLoss += loss;
        losses.Add(loss);
        if (state.Step % CollectEverySteps == 0)
        {
            CollectNative();
        }

        return loss;
    }

    /// <summary>Evaluates, keeps the best weights, checkpoints.</summary>
    private void EndEpoch(int epoch, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        bool evaluate = epoch % plan.Options.EvaluateEveryEpochs == 0 || epoch == plan.Options.Epochs;
        double? score = evaluate ? Evaluate(cancellationToken) : null;
        double meanLoss = state.EpochLoss / plan.StepsPerEpoch;
        state.Epochs.Add(new EpochResult(epoch, meanLoss, score));
        state.EpochLoss = 0;
        if (evaluate)
        {
            bool better = score is null || state.BestScore is null || score > state.BestScore;
            state.EvaluationsSinceBest = better ? 0 : state.EvaluationsSinceBest + 1;
            if (better)
            {
                state.BestEpoch = epoch;
                state.BestScore = score;
                SaveModel();
            }
        }

        output?.Checkpoint.Save(plan, state, weights);
        progress?.Report(Progress(meanLoss) with { Epoch = epoch, ValidationScore = score });    }

    private double? Evaluate(CancellationToken cancellationToken)
    {
        if (plan.Evaluator is not { } evaluator)
        {
            return null;
        }

        double score = 0;
        weights.WithKeptWeights(() =>
        {
            using var engine = new TorchT5Engine(weights.Model, ownsModel: false);
            using var student = new T5TextGenerator(engine, plan.Tokenizer, plan.Settings.Student);
            score = evaluator.EvaluateAsync(student, plan.Validation, cancellationToken).GetAwaiter().GetResult();
        });
        return score;
    }

    private void SaveModel()
    {
        if (output is not null)
        {
            weights.WithKeptWeights(() => output.Model.Save(weights.Model, plan.Settings));
        }
    }

    private TrainingProgress Progress(double loss) =>
        new(Math.Min((state.Step / plan.StepsPerEpoch) + 1, plan.Options.Epochs), plan.Options.Epochs, state.Step, plan.Steps, loss)
        {
            LearningRate = LearningRate.At(plan.Options, Math.Max(state.Step - 1, 0), plan.Steps),
            BestScore = state.BestScore,
        };

    private static void CollectNative()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
