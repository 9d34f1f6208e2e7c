using KPDD.T5;

namespace KPDD.Torch;

/// <summary>All of a training that is not native: checked whole before the first tensor is made.</summary>
internal sealed class TrainingPlan
{
    public TrainingPlan(
        T5TrainerSettings settings, IReadOnlyList<DistillationExample> training, IReadOnlyList<DistillationExample> validation, TrainingOptions options)
    {
        Settings = settings;
        Options = options;
        Validation = validation;
        Evaluator = validation.Count == 0 ? null : settings.Evaluator ?? DefaultEvaluator(settings.Student);
        if (settings.NewModel is not null)
        {
            T5ConfigRanges.Require(settings.NewModel, nameof(settings));
        }

        RequireOneModel(settings);
        Tokenizer = T5Tokenizer.Load(settings.ModelFolder);
        Config = settings.NewModel ?? T5Config.Load(Path.Combine(settings.ModelFolder, "config.json"));
        if (Tokenizer.VocabularySize > Config.VocabSize)
        {
            throw new KpddException(
                $"The tokenizer in '{settings.ModelFolder}' has {Tokenizer.VocabularySize} ids and the model's embedding only {Config.VocabSize}: they are not of the same model. Use the tokenizer the model was made for, or a {nameof(T5TrainerSettings.NewModel)} with a VocabSize of at least {Tokenizer.VocabularySize}.");
        }

        Examples = TrainingSet.Encode(training, settings.Student, Tokenizer, options);
        if (Examples.Count == 0)
        {
            throw new ArgumentException($"None of the {training.Count} training examples has what a {settings.Student.Stage} student learns from, in a form its text format '{settings.Student.TextFormat}' can express.");
        }

        Fingerprint = TrainingFingerprint.Of(this);
    }

    public T5TrainerSettings Settings { get; }

    public TrainingOptions Options { get; }

    public IReadOnlyList<DistillationExample> Validation { get; }

    /// <summary>Null when there is nothing to evaluate.</summary>
    public IStudentEvaluator? Evaluator { get; }

    public T5Tokenizer Tokenizer { get; }

    public T5Config Config { get; }

    /// <summary>The examples of the first epoch, and of all unless each epoch makes its own.</summary>
    public TrainingSet Examples { get; }

    /// <summary>What a checkpoint must agree with.</summary>
    public IReadOnlyDictionary<string, string> Fingerprint { get; }

    public int StepsPerEpoch => Examples.Steps;

    /// <summary>Steps of the whole training.</summary>
    public int Steps => Options.Epochs * StepsPerEpoch;

    /// <summary>The examples of an epoch, from 1.</summary>
    public TrainingSet ExamplesOf(int epoch)
    {
        if (epoch == 1 || Settings.EpochExamples is not { } make)
        {
            return Examples;
        }

        TrainingSet made = TrainingSet.Encode(make(epoch), Settings.Student, Tokenizer, Options);
        return made.Count > 0
            ? made
            : throw new KpddException($"{nameof(T5TrainerSettings)}.{nameof(T5TrainerSettings.EpochExamples)} gave no usable example for epoch {epoch}: it must give at least one that fits the student.");
    }

    private static IStudentEvaluator DefaultEvaluator(StudentDescription student)
    {
        if (student.Stage == DistillationStage.KeyPoints)
        {
            return new KeyPointAccuracy();
        }

        if (student.Stage == DistillationStage.Channel)
        {
            return new QuestionLikelihood();
        }

        return student.RationaleKind == RationaleKind.ChainOfThought
            ? new AnswerAccuracy()
            : throw new ArgumentException("A program student is chosen by its answers: set T5TrainerSettings.Evaluator to an AnswerAccuracy with a program executor.");
    }

    // A folder that only names members holds no weights of its own.
    private static void RequireOneModel(T5TrainerSettings settings)
    {
        if (settings is { NewModel: null, Student.Members: { } members } && !File.Exists(Path.Combine(settings.ModelFolder, "config.json")))
        {
            throw new KpddException(
                $"Model folder '{settings.ModelFolder}' names members that write together ({string.Join(", ", members.Select(member => member.Folder))}); a training starts from one model. Remedy: name a member's folder.");
        }
    }
}
