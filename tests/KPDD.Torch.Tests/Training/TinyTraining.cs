using KPDD.T5;

namespace KPDD.Torch.Tests.Training;

/// <summary>A training small enough for a test: one layer of width 16 and twelve problems.</summary>
internal static class TinyTraining
{
    public static string VocabularyFolder => Path.Combine(AppContext.BaseDirectory, "fixtures", "student");

    public static StudentDescription Student { get; } = new() { TextFormat = StudentTextFormats.MaskedName, MaxNewTokens = 8 };

    public static T5Config Model { get; } = new()
    {
        VocabSize = T5Tokenizer.Load(VocabularyFolder).VocabularySize,
        ModelWidth = 16,
        HeadWidth = 8,
        FeedForwardWidth = 32,
        EncoderLayers = 1,
        DecoderLayers = 1,
        Heads = 2,
    };

    public static IReadOnlyList<DistillationExample> Problems { get; } =
    [
        Problem("tom has 5 pens and finds 3 . how many pens does he have ?", "5 + 3"),
        Problem("ann has 9 hats and gives 4 away . how many hats are left ?", "9 - 4"),
        Problem("there are 6 boxes of 7 books . how many books are there ?", "6 * 7"),
        Problem("8 cookies are shared by 2 children . how many does each get ?", "8 / 2"),
        Problem("sam has 12 dollars . he finds 7 dollars . how many dollars does he have ?", "12 + 7"),
        Problem("joan found 70 shells . she gave sam 27 of them . how many are left ?", "70 - 27"),
        Problem("each of 4 cats has 3 toys . how many toys are there in all ?", "4 * 3"),
        Problem("36 cards are put in 9 equal piles . how many cards are in a pile ?", "36 / 9"),
        Problem("a farm has 11 hens . 5 more come . how many hens are there now ?", "11 + 5"),
        Problem("a shop had 20 cakes . it sold 6 . how many cakes are left ?", "20 - 6"),
        Problem("tom has 5 bags of 10 apples and eats 2 . how many apples are left ?", "5 * 10 - 2"),
        Problem("ann has 15 pens . she loses 3 and buys 8 . how many pens does she have ?", "15 - 3 + 8"),
    ];

    public static TrainingOptions Options(int epochs = 2) => new()
    {
        Epochs = epochs,
        BatchSize = 4,
        LearningRate = 0.01,
        Schedule = LearningRateSchedule.Constant,
        WarmupSteps = 0,
        Seed = 3,
    };

    public static T5TrainerSettings Settings(
        int checkpointEverySteps = 500, IStudentEvaluator? evaluator = null, Func<int, IReadOnlyList<DistillationExample>>? epochExamples = null) => new()
    {
        ModelFolder = VocabularyFolder,
        NewModel = Model,
        Student = Student,
        Evaluator = evaluator,
        EpochExamples = epochExamples,
        CheckpointEverySteps = checkpointEverySteps,
        Threads = 1,
    };

    /// <summary>Trains on all problems; with an evaluator, two of them are the validation examples too.</summary>
    public static Task<TrainingResult> TrainAsync(
        TrainingOptions options, T5TrainerSettings? settings = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        settings ??= Settings();
        return new T5DistillationTrainer(settings).TrainAsync(
            Problems, settings.Evaluator is null ? [] : [.. Problems.Take(2)], options, progress, cancellationToken);
    }

    /// <summary>The bytes of every weight of a saved model.</summary>
    public static IReadOnlyDictionary<string, float[]> Weights(string folder) =>
        ModelWeights.Load(folder).ToDictionary(w => w.Key, w => w.Value.ToFloat32());

    private static DistillationExample Problem(string question, string expression) => new(new MathProblem(question[..12], question))
    {
        Rationale = new Rationale(RationaleKind.ProgramOfThought, $"answer = {expression}"),
    };
}
