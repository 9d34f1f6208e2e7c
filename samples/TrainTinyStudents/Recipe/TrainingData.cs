using System.Text.RegularExpressions;
using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Everything the tiny students learn from, and what is kept apart from it.</summary>
internal sealed class TrainingData
{
    private static readonly string[] LearnedFrom =
        ["mawps_filtered/mawps-asdiv-a_svamp/train.csv", "mawps_filtered/cv_mawps/fold0/train.csv", "svamp/cv_asdiv-a/fold0/train.csv"];

    // The folds that are reported: stories near one of theirs are left out, whether real or made up. SVAMP is never read at all.
    private static readonly string[] KeptApart = ["mawps_filtered/cv_mawps/fold0/dev.csv", "svamp/cv_asdiv-a/fold0/dev.csv"];

    private readonly WordSwapper swapper = new(Lexicon.ReadEmbedded());
    private readonly SpareStatements spareStatements = new(Lexicon.ReadEmbedded());
    private readonly SyntheticProblems oneStep = new(Templates(oneStep: true), Lexicon.ReadEmbedded());
    private readonly SyntheticProblems synthetic = new(Templates(oneStep: false), Lexicon.ReadEmbedded());
    private readonly RecipeMix mix;
    private readonly Overlap apart;

    public TrainingData(string folder, RecipeMix mix)
    {
        this.mix = mix;
        apart = new Overlap(KeptApart.SelectMany(name => MawpsStories.Read(Path.Combine(folder, name))).Select(s => s.Text));
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
            examples.AddRange(Examples(Real.Select(s => random.NextDouble() < mix.SpareStatement ? spareStatements.AddTo(s, random) : s), random, mix.SwapProbability));
        }

        Story[] gsm8k = [.. Gsm8k];
        random.Shuffle(gsm8k);
        examples.AddRange(Examples(gsm8k[..Math.Min(mix.Gsm8k, gsm8k.Length)], random, 0));
        examples.AddRange(Synthetic(oneStep, mix.OneStep, random));
        examples.AddRange(Synthetic(synthetic, mix.Synthetic, random));
        return examples;
    }

    private static IEnumerable<Template> Templates(bool oneStep) =>
        TemplateFile.ReadEmbedded().SelectMany(file => file.Templates).Where(t => t.Id.StartsWith("one.", StringComparison.Ordinal) == oneStep);

    private IEnumerable<SyntheticProblem> Synthetic(SyntheticProblems source, int count, Random random) =>
        source.GenerateProblems(random.Next())
            .Where(p => random.NextDouble() < mix.KeptWithSpare[Math.Min(SpareQuantities(p), mix.KeptWithSpare.Count - 1)])
            .Where(p => !apart.Hits(p.Problem.Question))
            .Take(count)
            .Select(p => p with { KeyPoints = ProgramKeyPoints.From(p.Problem, p.ProgramOfThought) });

    /// <summary>How many quantities of the question its program does not use.</summary>
    private static int SpareQuantities(SyntheticProblem problem)
    {
        IReadOnlyList<string> told = MaskedQuestion.Parse(problem.Problem.Question).Quantities;
        return told.Count(literal => !Regex.IsMatch(problem.ProgramOfThought.Text, $@"(?<![\w.]){Regex.Escape(literal)}(?![\w.])"));
    }

    private IEnumerable<SyntheticProblem> Examples(IEnumerable<Story> stories, Random random, double swap) =>
        stories.Select(s => StoryExamples.Create(s, swapper.Swap(s.Text, random, swap), random)).OfType<SyntheticProblem>();
}

/// <summary>How much of each source an epoch holds.</summary>
internal sealed record RecipeMix
{
    /// <summary>Times each real story is told, each time with other names and nouns.</summary>
    public int RealCopies { get; init; } = 3;

    /// <summary>Problems made from the one-step templates: two quantities, one operation, as four in five problems of MAWPS and ASDiv-A are.</summary>
    public int OneStep { get; init; } = 4000;

    /// <summary>Problems made from all other templates.</summary>
    public int Synthetic { get; init; } = 7000;

    /// <summary>
    /// Share of the made-up problems that is kept when zero, one, two, and three or more of their quantities are not needed. Templates tell long stories;
    /// without this, a third of their problems would hold two or more quantities to pass over.
    /// </summary>
    public IReadOnlyList<double> KeptWithSpare { get; init; } = [1, 0.9, 0.4, 0.2];

    /// <summary>Stories drawn from GSM8K's training split.</summary>
    public int Gsm8k { get; init; } = 800;

    /// <summary>
    /// Share of the real stories that are told with one statement more than is needed. A quarter of the made-up ones told so as well cost the second program
    /// student seven points and more on every set.
    /// </summary>
    public double SpareStatement { get; init; } = 0.2;

    /// <summary>Chance of a name or noun to be exchanged.</summary>
    public double SwapProbability { get; init; } = 0.5;
}
