using System.Globalization;
using KPDD.T5;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>One training from start (or checkpoint) to end, on one thread.</summary>
internal sealed class TrainingRun : IDisposable
{
    // libtorch's autograd keeps some native memory behind finalizable managed objects that no dispose scope counts (resident memory
    // grew by up to 189 MB a step): collecting on purpose holds it flat at a cost that cannot be seen beside a step.
    private const int CollectEverySteps = 20;
    private readonly T5TrainerSettings settings;
    private readonly TrainingOptions options;
    private readonly IReadOnlyList<DistillationExample> validation;
    private readonly T5Tokenizer tokenizer;
    private readonly T5Model model;
    private readonly TrainingSet examples;
    private readonly int stepsPerEpoch;
    private readonly Parameter[] parameters;
    private readonly ITrainingOptimizer optimizer;
    private readonly WeightAverage? average;
    private readonly T5Dropout dropout;
    private readonly IStudentEvaluator? evaluator;
    private readonly TrainingCheckpoint? checkpoint;
    private readonly List<double> losses = [];
    private TrainingState state;

    public TrainingRun(
        T5TrainerSettings settings, IReadOnlyList<DistillationExample> training, IReadOnlyList<DistillationExample> validation, TrainingOptions options)
    {
        this.settings = settings;
        this.options = options;
        this.validation = validation;
        tokenizer = T5Tokenizer.Load(settings.ModelFolder);
        examples = TrainingSet.Encode(training, settings.Student, tokenizer, options);
        if (examples.Count == 0)
        {
            throw new ArgumentException($"None of the {training.Count} training examples has what a {settings.Student.Stage} student learns from, in a form its text format '{settings.Student.TextFormat}' can express.");
        }

        stepsPerEpoch = examples.Steps;
        TorchBackend.Require();
        if (settings.Threads is { } threads)
        {
            set_num_threads(threads);
        }

        model = LoadModel();
        parameters = [.. model.parameters()];
        optimizer = TrainingOptimizer.Create(options, parameters);
        average = options.WeightAverageDecay > 0 ? new WeightAverage(parameters, options.WeightAverageDecay) : null;
        dropout = new T5Dropout(options.DropoutRate ?? model.Config.DropoutRate);
        evaluator = validation.Count == 0 ? null : settings.Evaluator ?? DefaultEvaluator();
        checkpoint = options.OutputFolder is { } folder ? new TrainingCheckpoint(folder) : null;
        string fingerprint = string.Create(
            CultureInfo.InvariantCulture,
            $"examples {examples.Count}, batch {options.BatchSize}, seed {options.Seed}, epochs {options.Epochs}, lr {options.LearningRate}, {options.Optimizer}, average {options.WeightAverageDecay}");
        state = (options.Resume ? checkpoint!.Restore(fingerprint, model, optimizer, average) : null) ?? new TrainingState { Fingerprint = fingerprint };
    }

    /// <summary>Runs to the end.</summary>
    public TrainingResult Execute(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        bool stopped = false;
        while (!stopped && state.Epochs.Count < options.Epochs)
        {
            int epoch = state.Epochs.Count + 1;
            IReadOnlyList<EncodedExample[]> batches = ExamplesOf(epoch).Epoch(epoch);
            for (int b = state.Step - ((epoch - 1) * stepsPerEpoch); b < stepsPerEpoch; b++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                double loss = Step(batches[b % batches.Count]);
                progress?.Report(Progress(loss));
                if (state.Step % settings.CheckpointEverySteps == 0)
                {
                    checkpoint?.Save(state, model, optimizer, average);
                }
            }

            stopped = EndEpoch(epoch, progress, cancellationToken);
        }

        return new TrainingResult(state.Epochs, state.BestEpoch, state.BestScore)
        {
            StepLosses = losses,
            ModelFolder = options.OutputFolder,
            TruncatedExamples = examples.Truncated,
        };
    }

    private TrainingSet ExamplesOf(int epoch) =>
        epoch > 1 && settings.EpochExamples is { } make ? TrainingSet.Encode(make(epoch), settings.Student, tokenizer, options) : examples;

    public void Dispose()
    {
        average?.Dispose();
        optimizer.Dispose();
        model.Dispose();
        CollectNative();
    }

    /// <summary>One update. Everything random in it comes from seed and step number, so a resumed run repeats it exactly.</summary>
    private double Step(EncodedExample[] batch)
    {
        dropout.Seed(TrainingSeed.Mix(options.Seed, state.Step));
        double loss;
        using (NewDisposeScope())
        {
            foreach (Parameter parameter in parameters)
            {
                parameter.grad?.zero_();
            }

            Tensor objective = T5Loss.Of(model, batch, dropout, options.LabelSmoothing);
            objective.backward();
            if (options.MaxGradientNorm > 0)
            {
                nn.utils.clip_grad_norm_(parameters, options.MaxGradientNorm);
            }

            optimizer.Step(LearningRate.At(options, state.Step, options.Epochs * stepsPerEpoch));
            loss = objective.ToDouble();
        }

        if (!double.IsFinite(loss))
        {
            throw new KpddException($"The loss became {loss} at step {state.Step + 1}: lower the learning rate ({options.LearningRate}) or the gradient norm limit ({options.MaxGradientNorm}).");
        }

        average?.Update(state.Step);
        state.Step++;
        state.EpochLoss += loss;
        losses.Add(loss);
        if (state.Step % CollectEverySteps == 0)
        {
            CollectNative();
        }

        return loss;
    }

    /// <summary>Evaluates, keeps the best weights, checkpoints; true when the training should stop early.</summary>
    private bool EndEpoch(int epoch, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        bool evaluate = epoch % options.EvaluateEveryEpochs == 0 || epoch == options.Epochs;
        double? score = evaluate ? Evaluate(cancellationToken) : null;
        double meanLoss = state.EpochLoss / stepsPerEpoch;
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

        checkpoint?.Save(state, model, optimizer, average);
        progress?.Report(Progress(meanLoss) with { Epoch = epoch, ValidationScore = score });
        return options.Patience is { } patience && state.EvaluationsSinceBest >= patience;
    }

    private double? Evaluate(CancellationToken cancellationToken)
    {
        if (evaluator is null)
        {
            return null;
        }

        average?.Swap();
        try
        {
            using var engine = new TorchT5Engine(model, ownsModel: false);
            using var student = new T5TextGenerator(engine, tokenizer, settings.Student);
            return evaluator.EvaluateAsync(student, validation, cancellationToken).GetAwaiter().GetResult();
        }
        finally
        {
            average?.Swap();
        }
    }

    private void SaveModel()
    {
        if (options.OutputFolder is not { } folder)
        {
            return;
        }

        average?.Swap();
        try
        {
            TrainedModelFolder.Save(folder, model, settings);
        }
        finally
        {
            average?.Swap();
        }
    }

    private TrainingProgress Progress(double loss)
    {
        int steps = options.Epochs * stepsPerEpoch;
        return new TrainingProgress(Math.Min((state.Step / stepsPerEpoch) + 1, options.Epochs), options.Epochs, state.Step, steps, loss)
        {
            LearningRate = LearningRate.At(options, Math.Max(state.Step - 1, 0), steps),
            BestScore = state.BestScore,
        };
    }

    private T5Model LoadModel()
    {
        if (settings.NewModel is not { } config)
        {
            return T5ModelFiles.Load(settings.ModelFolder, settings.Device);
        }

        T5Model created = T5ModelFiles.Create(config);
        T5Initializer.Initialize(created, options.Seed);
        return T5ModelFiles.Move(created, settings.Device);
    }

    private IStudentEvaluator DefaultEvaluator()
    {
        if (settings.Student.Stage == DistillationStage.KeyPoints)
        {
            return new KeyPointAccuracy();
        }

        return settings.Student.RationaleKind == RationaleKind.ChainOfThought
            ? new AnswerAccuracy()
            : throw new ArgumentException("A program student is chosen by its answers: set T5TrainerSettings.Evaluator to an AnswerAccuracy with a program executor.");
    }

    private static void CollectNative()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
