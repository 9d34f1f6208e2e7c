using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Everything the tiny students learn from, and what is kept apart from it.</summary>
internal sealed class TrainingData
{
    private static readonly string[] LearnedFrom =
        ["mawps_filtered/mawps-asdiv-a_svamp/train.csv", "mawps_filtered/cv_mawps/fold0/train.csv", "svamp/cv_asdiv-a/fold0/train.csv"];

    // The folds that are reported. SVAMP is never read at all.
    private static readonly string[] KeptApart = ["mawps_filtered/cv_mawps/fold0/dev.csv", "svamp/cv_asdiv-a/fold0/dev.csv"];

    private readonly WordSwapper swapper = new(Lexicon.ReadEmbedded());
    private readonly SyntheticProblems synthetic = new();
    private readonly RecipeMix mix;

    public TrainingData(string folder, RecipeMix mix)
    {
        this.mix = mix;
        var apart = new Overlap(KeptApart.SelectMany(name => MawpsStories.Read(Path.Combine(folder, name))).Select(s => s.Text));
        Story[] real = [.. LearnedFrom
            .SelectMany(name => MawpsStories.Read(Path.Combine(folder, name)))
            .DistinctBy(s => s.Text.ToLowerInvariant())
            .Where(s => !apart.Hits(s.Text))];
        new Random(20240710).Shuffle(real);
        Real = real;
        Gsm8k = [.. Gsm8kStories.Read(Path.Combine(folder, "gsm8k", "train.jsonl"))];
    }

    /// <summary>MAWPS and ASDiv-A stories that are no (near) copy of a development story.</summary>
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
        examples.AddRange(synthetic.GenerateProblems(random.Next()).Take(mix.Synthetic).Select(p => p with { KeyPoints = ProgramKeyPoints.From(p.Problem, p.ProgramOfThought) }));
        return examples;
    }

    private IEnumerable<SyntheticProblem> Examples(IEnumerable<Story> stories, Random random, double swap) =>
        stories.Select(s => StoryExamples.Create(s, swapper.Swap(s.Text, random, swap), random)).OfType<SyntheticProblem>();
}

/// <summary>How much of each source an epoch holds.</summary>
internal sealed record RecipeMix
{
    /// <summary>Times each real story is told, each time with other names and nouns.</summary>
    public int RealCopies { get; init; } = 2;

    /// <summary>Problems made from templates.</summary>
    public int Synthetic { get; init; } = 8000;

    /// <summary>Stories drawn from GSM8K's training split.</summary>
    public int Gsm8k { get; init; } = 500;

    /// <summary>Chance of a name or noun to be exchanged.</summary>
    public double SwapProbability { get; init; } = 0.5;
}
