namespace KPDD;

/// <summary>Which optimizer updates the weights.</summary>
public enum OptimizerKind
{
    /// <summary>AdamW: Adam with decoupled weight decay (arXiv 1711.05101).</summary>
    AdamW,

    /// <summary>Adafactor with a fixed learning rate (arXiv 1804.04235), no relative step, no parameter scaling.</summary>
    Adafactor,
}

/// <summary>How the learning rate moves after warm-up.</summary>
public enum LearningRateSchedule
{
    /// <summary>Stays at its value.</summary>
    Constant,

    /// <summary>Falls in a straight line to <see cref="TrainingOptions.FinalLearningRateRatio"/> of its value.</summary>
    Linear,

    /// <summary>Falls along half a cosine to <see cref="TrainingOptions.FinalLearningRateRatio"/> of its value.</summary>
    Cosine,
}

/// <summary>How a student is trained. The defaults are the paper's (arXiv 2407.10167).</summary>
public sealed class TrainingOptions
{
    // Batches are sorted in pools of fifty steps, whose size must stay a valid array length.
    private const int MaxStepExamples = 1_000_000;

    /// <summary>Folder for the trained model and its checkpoint. Null: nothing is written. <value>Default: null.</value></summary>
    public string? OutputFolder { get; set; }

    /// <summary>Continue from the checkpoint in <see cref="OutputFolder"/> when there is one. <value>Default: false.</value></summary>
    public bool Resume { get; set; }

    /// <summary>Passes over the training examples. <value>Default: 10.</value> At least 1.</summary>
    public int Epochs { get; set; } = 10;

    /// <summary>Examples that pass through the model at once; a step has so many times <see cref="GradientAccumulationSteps"/>. <value>Default: 32.</value> At least 1.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>
    /// Batches whose gradients are added up before a step. <value>Default: 1.</value> At least 1. Without dropout, 4 batches of 8 give the step of one batch of 32
    /// (to rounding) with a quarter of its memory: the loss is a mean over all target tokens of the step, however they are spread over the batches.
    /// With dropout the masks differ.
    /// </summary>
    public int GradientAccumulationSteps { get; set; } = 1;

    /// <summary>
    /// Computes the activations within each block twice instead of keeping them: the same training (to rounding, with the same dropout masks), less memory, more time.
    /// <value>Default: false.</value>
    /// </summary>
    public bool GradientCheckpointing { get; set; }

    /// <summary>Highest learning rate. <value>Default: 5e-4.</value> Above 0.</summary>
    public double LearningRate { get; set; } = 5e-4;

    /// <summary>Optimizer. <value>Default: AdamW.</value></summary>
    public OptimizerKind Optimizer { get; set; } = OptimizerKind.AdamW;

    /// <summary>Decay of the first moment (AdamW). <value>Default: 0.9.</value> Range 0 to 1 (exclusive).</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>Decay of the second moment (AdamW). <value>Default: 0.999.</value> Range 0 to 1 (exclusive).</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>Decoupled weight decay. <value>Default: 0.01.</value> 0 or more.</summary>
    public double WeightDecay { get; set; } = 0.01;

    /// <summary>Schedule after warm-up. <value>Default: Linear.</value></summary>
    public LearningRateSchedule Schedule { get; set; } = LearningRateSchedule.Linear;

    /// <summary>Steps over which the learning rate rises from 0. <value>Default: 100.</value> 0 or more.</summary>
    public int WarmupSteps { get; set; } = 100;

    /// <summary>Share of the learning rate left at the last step. <value>Default: 0.02.</value> Range 0 to 1.</summary>
    public double FinalLearningRateRatio { get; set; } = 0.02;

    /// <summary>Gradients are scaled down to this global norm; 0 turns clipping off. <value>Default: 1.</value></summary>
    public double MaxGradientNorm { get; set; } = 1.0;

    /// <summary>Dropout while training; null takes the model's own rate. <value>Default: null.</value> Range 0 to 1 (exclusive).</summary>
    public double? DropoutRate { get; set; }

    /// <summary>Weight of the uniform distribution in the target (label smoothing). <value>Default: 0.</value> Range 0 to 1 (exclusive).</summary>
    public double LabelSmoothing { get; set; }

    /// <summary>Decay of the running average of the weights that is evaluated and kept; 0 keeps the raw weights. <value>Default: 0.</value> Range 0 to 1 (exclusive).</summary>
    public double WeightAverageDecay { get; set; }

    /// <summary>Longest input in tokens; longer ones are cut at the end and counted in <see cref="TrainingResult.TruncatedExamples"/>. <value>Default: 512.</value></summary>
    public int MaxInputTokens { get; set; } = 512;

    /// <summary>Longest target in tokens; longer ones are cut and counted likewise. <value>Default: 256.</value></summary>
    public int MaxTargetTokens { get; set; } = 256;

    /// <summary>Evaluate (and checkpoint) each so many epochs, and after the last. <value>Default: 1.</value> At least 1.</summary>
    public int EvaluateEveryEpochs { get; set; } = 1;

    /// <summary>Stop when the validation score has not risen for so many evaluations; null never stops early. <value>Default: null.</value></summary>
    public int? Patience { get; set; }

    /// <summary>Seed of data order, dropout and initial weights. The same seed and thread count give the same losses. <value>Default: 0.</value></summary>
    public int Seed { get; set; }

    /// <summary>A copy, so that later changes by the caller do not reach running work.</summary>
    /// <returns>The copy.</returns>
    public TrainingOptions Clone() => (TrainingOptions)MemberwiseClone();

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(Epochs >= 1, nameof(Epochs), "at least 1");
        Require(BatchSize >= 1, nameof(BatchSize), "at least 1");
        Require(GradientAccumulationSteps >= 1, nameof(GradientAccumulationSteps), "at least 1");
        Require((long)BatchSize * GradientAccumulationSteps <= MaxStepExamples, nameof(GradientAccumulationSteps), $"at most {MaxStepExamples} examples a step together with BatchSize");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), "a number above 0");
        Require(Enum.IsDefined(Optimizer), nameof(Optimizer), "one of the named kinds");
        Require(Enum.IsDefined(Schedule), nameof(Schedule), "one of the named schedules");
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), "0 to 1 (exclusive)");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), "0 to 1 (exclusive)");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), "a number of 0 or more");
        Require(WarmupSteps >= 0, nameof(WarmupSteps), "0 or more");
        Require(FinalLearningRateRatio is >= 0 and <= 1, nameof(FinalLearningRateRatio), "0 to 1");
        Require(MaxGradientNorm >= 0 && double.IsFinite(MaxGradientNorm), nameof(MaxGradientNorm), "a number of 0 or more");
        Require(DropoutRate is null or (>= 0 and < 1), nameof(DropoutRate), "0 to 1 (exclusive)");
        Require(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), "0 to 1 (exclusive)");
        Require(WeightAverageDecay is >= 0 and < 1, nameof(WeightAverageDecay), "0 to 1 (exclusive)");
        Require(MaxInputTokens >= 2, nameof(MaxInputTokens), "at least 2");
        Require(MaxTargetTokens >= 2, nameof(MaxTargetTokens), "at least 2");
        Require(EvaluateEveryEpochs >= 1, nameof(EvaluateEveryEpochs), "at least 1");
        Require(Patience is null or >= 1, nameof(Patience), "at least 1");
        Require(!Resume || OutputFolder is not null, nameof(Resume), "used together with OutputFolder");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"TrainingOptions.{name} must be {range}.", name);
        }
    }
}
