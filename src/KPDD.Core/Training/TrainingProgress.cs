namespace KPDD;

/// <summary>Where a training stands.</summary>
/// <param name="Epoch">Current epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">Mean loss a target token of the last step.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, int Step, int Steps, double Loss)
{
    /// <summary>Learning rate of the last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>Share of validation items that are right (0 to 1), in the report after an evaluation; otherwise null.</summary>
    public double? ValidationScore { get; init; }

    /// <summary>Best validation score so far, otherwise null.</summary>
    public double? BestScore { get; init; }
}

/// <summary>One epoch of a training.</summary>
/// <param name="Epoch">Number, from 1.</param>
/// <param name="MeanLoss">Mean training loss a target token.</param>
/// <param name="ValidationScore">Share of validation items that are right (0 to 1); null when not evaluated.</param>
public sealed record EpochResult(int Epoch, double MeanLoss, double? ValidationScore);

/// <summary>What a training did.</summary>
/// <param name="Epochs">Each epoch, in order.</param>
/// <param name="BestEpoch">The epoch whose weights were kept.</param>
/// <param name="BestScore">Its validation score, or null without validation examples.</param>
public sealed record TrainingResult(IReadOnlyList<EpochResult> Epochs, int BestEpoch, double? BestScore)
{
    /// <summary>Loss of every step, in order (of this process: a resumed run lists the steps since it was resumed).</summary>
    public IReadOnlyList<double> StepLosses { get; init; } = [];

    /// <summary>Folder of the trained model, or null when none was asked for.</summary>
    public string? ModelFolder { get; init; }

    /// <summary>Number of examples whose input or target was cut to the token limit.</summary>
    public int TruncatedExamples { get; init; }
}

/// <summary>Measures a student on validation examples by what matters, such as answers right, not by its loss.</summary>
public interface IStudentEvaluator
{
    /// <summary>Measures the student.</summary>
    /// <param name="student">The student as it stands.</param>
    /// <param name="validation">The validation examples.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A measure from 0 to 1, the higher the better, such as the share of items that are right.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<double> EvaluateAsync(
        IStudentModel student, IReadOnlyList<DistillationExample> validation, CancellationToken cancellationToken = default);
}
