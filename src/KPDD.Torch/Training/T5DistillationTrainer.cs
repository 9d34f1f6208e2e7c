using KPDD.T5;

namespace KPDD.Torch;

/// <summary>Trains a T5 student with TorchSharp.</summary>
/// <remarks>
/// One training at a time an instance; it holds nothing between trainings, so there is nothing to dispose.
/// The same seed, examples, options and thread count give the same losses on the same machine, also across a kill and resume.
/// </remarks>
public sealed class T5DistillationTrainer : IDistillationTrainer
{
    private readonly T5TrainerSettings settings;

    /// <summary>Creates a trainer.</summary>
    /// <param name="settings">The model and where it runs.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public T5DistillationTrainer(T5TrainerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentException.ThrowIfNullOrWhiteSpace(settings.ModelFolder);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.CheckpointEverySteps, 1);
        if (settings.Threads < 1)
        {
            throw new ArgumentException("T5TrainerSettings.Threads must be at least 1.", nameof(settings));
        }

        this.settings = settings;
    }

    /// <inheritdoc/>
    public Task<TrainingResult> TrainAsync(
        IReadOnlyList<DistillationExample> training,
        IReadOnlyList<DistillationExample> validation,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        options = options?.Clone() ?? new TrainingOptions();
        options.Validate();
        if (training.Count == 0)
        {
            throw new ArgumentException("There are no training examples.", nameof(training));
        }

        // A thread of its own: dispose scopes and gradient mode belong to a thread, so no await may stand between.
        return Task.Factory.StartNew(
            () =>
            {
                using var run = TrainingRun.Open(settings, training, validation, options);
                return run.Execute(progress, cancellationToken);
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
