namespace KPDD.Torch;

/// <summary>How far a training is: everything but the tensors of a checkpoint.</summary>
internal sealed record TrainingState
{
    /// <summary>Steps done.</summary>
    public int Step { get; set; }

    /// <summary>Epochs that ended.</summary>
    public List<EpochResult> Epochs { get; init; } = [];

    /// <summary>Sum of the step losses of the epoch that is running.</summary>
    public double EpochLoss { get; set; }

    /// <summary>Hash of the examples of the epoch that is running; null before the first.</summary>
    public string? EpochContent { get; set; }

    /// <summary>Epoch whose weights are kept so far; 0 before the first evaluation.</summary>
    public int BestEpoch { get; set; }

    /// <summary>Its validation score.</summary>
    public double? BestScore { get; set; }

    /// <summary>Evaluations since the best one.</summary>
    public int EvaluationsSinceBest { get; set; }

    /// <summary>True when the numbers fit each other and the training.</summary>
    public bool Fits(TrainingPlan plan) =>
        Epochs is not null && Epochs.Count <= plan.Options.Epochs
        && Step >= Epochs.Count * plan.StepsPerEpoch && Step <= Math.Min(Epochs.Count + 1, plan.Options.Epochs) * plan.StepsPerEpoch
        && BestEpoch >= 0 && BestEpoch <= Epochs.Count;
}
