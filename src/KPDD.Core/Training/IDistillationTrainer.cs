namespace KPDD;

/// <summary>Fine-tunes a student on what a teacher wrote.</summary>
/// <remarks>One training at a time an instance.</remarks>
public interface IDistillationTrainer
{
    /// <summary>Trains a student, evaluates it each epoch and keeps the best epoch.</summary>
    /// <param name="training">Examples to learn from; at least one.</param>
    /// <param name="validation">Examples to choose the best epoch by; when empty, the last epoch is kept.</param>
    /// <param name="options">How to train; null means the defaults.</param>
    /// <param name="progress">Told after each step and each epoch.</param>
    /// <param name="cancellationToken">Polled each step. A cancelled run can be resumed from its last checkpoint.</param>
    /// <returns>What was trained and how well it does.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ArgumentException">No training examples, or an option out of its range.</exception>
    Task<TrainingResult> TrainAsync(
        IReadOnlyList<DistillationExample> training,
        IReadOnlyList<DistillationExample> validation,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default);
}

/// <summary>One row of the distillation set: a problem with what the teacher wrote for it.</summary>
/// <param name="Problem">The problem, with its gold answer where known.</param>
public sealed record DistillationExample(MathProblem Problem)
{
    /// <summary>The teacher's key points, or null where it wrote none.</summary>
    public KeyPoints? KeyPoints { get; init; }

    /// <summary>The teacher's rationale, or null where it wrote none.</summary>
    public Rationale? Rationale { get; init; }

    /// <summary>Who wrote it, for example a model's name.</summary>
    public string? Teacher { get; init; }

    /// <summary>Version of the prompts the teacher was asked with.</summary>
    public string? PromptVersion { get; init; }

    /// <summary>Which of the teacher's paths for this problem it is, from 0.</summary>
    public int PathNumber { get; init; }
}
