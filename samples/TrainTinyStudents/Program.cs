using System.Globalization;
using KPDD;
using KPDD.T5;
using KPDD.TrainTinyStudents.Recipe;
using KPDD.TrainTinyStudents.Synthetic;

switch (args.FirstOrDefault())
{
    case "synthetic":
        SyntheticVerbs.Print(count: Option("--count", 10), seed: Option("--seed", 0), only: Text("--template"));
        return 0;
    case "validate":
        return SyntheticVerbs.Validate() ? 0 : 1;
    case "corpus":
        RecipeVerbs.WriteCorpus(Data(), Text("--out")!);
        return 0;
    case "stats":
        TrainingData d = Data();
        Console.WriteLine($"real {d.Real.Count} validation {d.Validation.Count} gsm8k {d.Gsm8k.Count} mawps dev {d.MawpsDev.Count} asdiv dev {d.AsdivDev.Count} epoch {d.Epoch(1).Count}");
        return 0;
    case "train":
        string stage = Text("--stage")!;
        var student = new StudentDescription
        {
            Stage = stage == "key" ? DistillationStage.KeyPoints : DistillationStage.Solve,
            RationaleKind = stage == "cot" ? RationaleKind.ChainOfThought : RationaleKind.ProgramOfThought,
            TextFormat = StudentTextFormats.MaskedName,
            MaxNewTokens = 64,
        };
        int width = Option("--width", 192);
        var recipe = new StudentRecipe
        {
            Student = student,
            Shape = new T5Config
            {
                ModelWidth = width,
                HeadWidth = 32,
                Heads = width / 32,
                FeedForwardWidth = width * 2,
                EncoderLayers = Option("--encoder", 4),
                DecoderLayers = Option("--decoder", 2),
                GatedFeedForward = true,
                UsesGelu = true,
                TiedEmbeddings = Option("--tied", 0) == 1,
            },
            Options = new TrainingOptions
            {
                Epochs = Option("--epochs", 20),
                BatchSize = Option("--batch", 32),
                LearningRate = Number("--lr", 1e-3),
                Beta2 = 0.98,
                WeightDecay = 0.05,
                Schedule = LearningRateSchedule.Cosine,
                WarmupSteps = 300,
                DropoutRate = Number("--dropout", 0.1),
                WeightAverageDecay = 0.999,
                Seed = Option("--seed", 1),
            },
            WithoutKeyPoints = Number("--without", 0.4),
            KeyPointNoise = Number("--noise", 0.08),
        };
        await RecipeVerbs.TrainAsync(Data(), recipe, Text("--vocabulary")!, Text("--out")!, default);
        return 0;
    case "exp":
        foreach (string set in Text("--sets")!.Split(','))
        {
            if (set == "train")
            {
                foreach (var (label, items) in new (string, IEnumerable<SyntheticProblem>)[] { ("synthetic", Data().Epoch(99).TakeLast(150)), ("real", TrainingData.Plain(Data().Real.Take(150))), ("gsm8k", TrainingData.Plain(Data().Gsm8k.Take(150))), ("valid", TrainingData.Plain(Data().Validation)) })
                    Experiment.Evaluate(Text("--model")!, Text("--vocabulary")!, "gold", label, [.. items.Select(i => new Experiment.Item(i.Problem, i.KeyPoints, i.Problem.ExpectedAnswer!))], null, 5, 2000);
                return 0;
            }

            var (path, format) = set switch { "mawps" => ("mawps_filtered/cv_mawps/fold0/dev.csv", DatasetFormat.MawpsCsv), "asdiv" => ("svamp/cv_asdiv-a/fold0/dev.csv", DatasetFormat.MawpsCsv), _ => ("svamp/mawps-asdiv-a_svamp/dev.csv", DatasetFormat.MawpsCsv) };
            foreach (string mode in Text("--modes")!.Split(','))
                Experiment.Evaluate(Text("--model")!, Text("--vocabulary")!, mode, set, Experiment.Load(Path.Combine(Text("--data")!, path), format), Text("--key"), Option("--beams", 5), Option("--limit", 2000));
        }
        return 0;
    default:
        Console.Error.WriteLine("usage: synthetic [--count N] [--seed S] [--template PREFIX] | validate");
        return 2;
}

TrainingData Data() => new(Text("--data")!, new RecipeMix
{
    RealCopies = Option("--copies", 3),
    Synthetic = Option("--synthetic", 6000),
    Gsm8k = Option("--gsm8k", 3000),
    MaxSteps = Option("--max-steps", 9),
    SwapProbability = Number("--swap", 0.5),
});

string? Text(string name)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

double Number(string name, double otherwise) =>
    Text(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

int Option(string name, int otherwise) =>
    Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
