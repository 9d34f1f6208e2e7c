using KPDD.T5;

namespace KPDD.Torch;

/// <summary>Which model <see cref="T5DistillationTrainer"/> trains and where it runs.</summary>
public sealed class T5TrainerSettings
{
    /// <summary>Folder with the tokenizer's spiece.model and, unless <see cref="NewModel"/> is set, with config.json and weights to start from.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>Shape of a model to train from scratch; null starts from the weights in <see cref="ModelFolder"/>. <value>Default: null.</value></summary>
    public T5Config? NewModel { get; init; }

    /// <summary>Stage, rationale kind and text format of the student; written into the trained folder's kpdd.json, without members and channel: a training makes one model.</summary>
    public StudentDescription Student { get; init; } = StudentDescription.Default;

    /// <summary>Measures the validation examples. <value>Default: null: exact key points for key students, answers (chain of thought) for solve students, the likelihood of the questions for channel students.</value> Program students need one with an executor.</summary>
    public IStudentEvaluator? Evaluator { get; init; }

    /// <summary>
    /// Makes the examples of an epoch (from 2 on) afresh: augmentation, synthetic problems. <value>Default: null: every epoch has the same examples.</value>
    /// The number of steps stays that of the first epoch. Called on the training's thread with the epoch's number; it must give the same examples for the same number.
    /// </summary>
    public Func<int, IReadOnlyList<DistillationExample>>? EpochExamples { get; init; }

    /// <summary>A libtorch device, such as <c>cpu</c> or <c>cuda</c>. <value>Default: <c>cpu</c>.</value> CUDA could not be run where this was tested.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads libtorch uses while the training runs (one number for the whole process, put back at its end); null leaves it. <value>Default: null.</value> At least 1.</summary>
    public int? Threads { get; init; }

    /// <summary>Steps between two checkpoints inside an epoch. <value>Default: 500.</value> At least 1.</summary>
    public int CheckpointEverySteps { get; init; } = 500;

    /// <summary>Called with a name before each change on disk: a test fails there, as a kill would.</summary>
    internal Action<string> BeforeDiskChange { get; init; } = _ => { };
}
