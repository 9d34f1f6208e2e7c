using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Everything the tiny students learn from, and what is kept apart from it.</summary>
internal sealed class TrainingData
{
    private readonly WordSwapper swapper = new(Lexicon.ReadEmbedded());
    private readonly SyntheticProblems synthetic = new();
    private readonly RecipeMix mix;

    public TrainingData(string folder, RecipeMix mix)
    {
        this.mix = mix;
        MawpsDev = [.. MawpsStories.Read(Path.Combine(folder, "mawps_filtered", "cv_mawps", "fold0", "dev.csv"))];
        AsdivDev = [.. MawpsStories.Read(Path.Combine(folder, "svamp", "cv_asdiv-a", "fold0", "dev.csv"))];
        var apart = new Overlap(MawpsDev.Concat(AsdivDev).Select(s => s.Text));
        Story[] real = [.. new[] { "mawps_filtered/mawps-asdiv-a_svamp/train.csv", "mawps_filtered/cv_mawps/fold0/train.csv", "svamp/cv_asdiv-a/fold0/train.csv" }
            .SelectMany(name => MawpsStories.Read(Path.Combine(folder, name)))
            .DistinctBy(s => s.Text.ToLowerInvariant())
            .Where(s => !apart.Hits(s.Text))];
        new Random(20240710).Shuffle(real);
        Validation = real[..mix.ValidationStories];
        Real = real[mix.ValidationStories..];
        Gsm8k = [.. Gsm8kStories.Read(Path.Combine(folder, "gsm8k", "train.jsonl"))];
    }

    public IReadOnlyList<Story> MawpsDev { get; }

    public IReadOnlyList<Story> AsdivDev { get; }

    /// <summary>Stories held out of training to choose the best epoch by.</summary>
    public IReadOnlyList<Story> Validation { get; }

    public IReadOnlyList<Story> Real { get; }

    public IReadOnlyList<Story> Gsm8k { get; }

    /// <summary>The examples of one epoch, made afresh from its number.</summary>
    public IReadOnlyList<SyntheticProblem> Epoch(int epoch)
    {
        var random = new Random(1000 + epoch);
        var examples = new List<SyntheticProblem>();
        for (int copy = 0; copy < mix.RealCopies; copy++)
        {
            examples.AddRange(Examples(Real, random, mix.SwapProbability));
        }

        Story[] gsm8k = [.. Gsm8k];
        random.Shuffle(gsm8k);
        examples.AddRange(Examples(gsm8k[..Math.Min(mix.Gsm8k, gsm8k.Length)], random, 0));
        examples.AddRange(synthetic.GenerateProblems(random.Next()).Where(p => p.ProgramOfThought.Text.Count(c => c == '\n') <= mix.MaxSteps).Take(mix.Synthetic).Select(p => p with { KeyPoints = KeyPointLabels.From(p.Problem, p.ProgramOfThought) }));
        return examples;
    }

    /// <summary>Evaluation examples of stories, as they are.</summary>
    public static IReadOnlyList<SyntheticProblem> Plain(IEnumerable<Story> stories) =>
        [.. stories.Select(s => StoryExamples.Create(s, s.Text, new Random(0))).OfType<SyntheticProblem>()];

    private IEnumerable<SyntheticProblem> Examples(IEnumerable<Story> stories, Random random, double swap) =>
        stories.Select(s => StoryExamples.Create(s, swapper.Swap(s.Text, random, swap), random)).OfType<SyntheticProblem>();
}

/// <summary>How much of each source an epoch holds.</summary>
internal sealed record RecipeMix
{
    public int RealCopies { get; init; } = 3;

    public int Synthetic { get; init; } = 6000;

    public int Gsm8k { get; init; } = 3000;

    public double SwapProbability { get; init; } = 0.5;

    /// <summary>Longest synthetic solution, in operations.</summary>
    public int MaxSteps { get; init; } = 9;

    public int ValidationStories { get; init; } = 150;
}
