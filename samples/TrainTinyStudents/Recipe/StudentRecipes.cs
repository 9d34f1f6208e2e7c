using KPDD.T5;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>The networks of the embedded students. The model card lists the few runs there were; widths, epochs and dropout were set by the time there was, not searched.</summary>
internal static class StudentRecipes
{
    public static StudentRecipe Named(string stage) => stage switch
    {
        "pot" => ProgramOfThought,
        "channel" => Channel,
        "start" => Start,
        "key" => Key,
        "cot" => ChainOfThought,
        _ => throw new ArgumentException($"--stage is '{stage}', expected pot, channel, start, key or cot."),
    };

    private static StudentRecipe ProgramOfThought => new()
    {
        Student = Describe(DistillationStage.Solve, RationaleKind.ProgramOfThought, beams: 5),
        Shape = Shape(width: 160, encoderLayers: 4),
        Options = Options(epochs: 6, learningRate: 9e-4),
        Mix = new RecipeMix { SpareStatement = 0 },
    };

    // Tells how well a program explains its question. It reads little and writes much, so most of its layers write.
    private static StudentRecipe Channel => new()
    {
        Student = Describe(DistillationStage.Channel, RationaleKind.ProgramOfThought, beams: 1) with { MaxNewTokens = 200 },
        Shape = Shape(width: 128, encoderLayers: 2) with { DecoderLayers = 4 },
        Options = Options(epochs: 6, learningRate: 1e-3),
    };

    // Writes programs together with pot, and is where two students start: to point at what is needed a student has to know how the answer comes about, and so has
    // one that reasons in words. So this one learns programs also for stories that tell too much. Trained on pointers alone, the key student pointed at every quantity.
    private static StudentRecipe Start => new()
    {
        Student = Describe(DistillationStage.Solve, RationaleKind.ProgramOfThought, beams: 5),
        Shape = Shape(width: 128, encoderLayers: 4),
        Options = Options(epochs: 6, learningRate: 1e-3),
    };

    private static StudentRecipe Key => new()
    {
        Student = Describe(DistillationStage.KeyPoints, RationaleKind.ProgramOfThought, beams: 1),
        Options = Options(epochs: 4, learningRate: 6e-4, dropout: 0.02),
        Mix = new RecipeMix { RealCopies = 4, OneStep = 1000, Synthetic = 6500, KeptWithSpare = [0.4, 1, 1, 0.5], SpareStatement = 0.5 },
    };

    private static StudentRecipe ChainOfThought => new()
    {
        Student = Describe(DistillationStage.Solve, RationaleKind.ChainOfThought, beams: 1),
        Options = Options(epochs: 5, learningRate: 6e-4, dropout: 0.02),
    };

    private static StudentDescription Describe(DistillationStage stage, RationaleKind kind, int beams) => new()
    {
        Stage = stage,
        RationaleKind = kind,
        TextFormat = StudentTextFormats.MaskedName,
        MaxNewTokens = 64,
        NumBeams = beams,
    };

    // Untied embeddings: a tied head is scaled by d_model^-0.5, too weak for embeddings that start small.
    private static T5Config Shape(int width, int encoderLayers) => new()
    {
        ModelWidth = width,
        HeadWidth = 32,
        Heads = width / 32,
        FeedForwardWidth = width * 2,
        EncoderLayers = encoderLayers,
        DecoderLayers = 2,
        GatedFeedForward = true,
        UsesGelu = true,
        TiedEmbeddings = false,
    };

    // Program students learn without dropout: the one run at 0.1 solved far fewer problems, and those at 0.03 no more (model card, "How much is luck").
    private static TrainingOptions Options(int epochs, double learningRate, double dropout = 0) => new()
    {
        Epochs = epochs,
        BatchSize = 32,
        LearningRate = learningRate,
        Beta2 = 0.98,
        WeightDecay = 0.05,
        Schedule = LearningRateSchedule.Cosine,
        WarmupSteps = 300,
        DropoutRate = dropout,
        WeightAverageDecay = 0.999,
        Seed = 1,
    };
}
