using KPDD.T5;

namespace KPDD.Models.Tiny.Tests;

/// <summary>The embedded key student points at what an answer needs, and passes over what it does not.</summary>
public class KeyPointTests
{
    [Fact]
    public async Task Extract_PlainProblem_PointsAtTheQuestionAndAtWhatItNeeds()
    {
        KeyPoints points = (await ExtractAsync([new MathProblem("1", "Nina had 61 stamps. She gave 18 stamps to Omar. How many stamps does Nina have left?")]))[0];

        Assert.Equal("How many stamps does Nina have left?", points.CoreQuestion);
        Assert.Equal(["Nina had 61 stamps.", "She gave 18 stamps to Omar."], points.Information);
    }

    [Fact]
    public async Task Extract_MawpsDevelopmentFold_MoreExactThanTheWholeQuestion()
    {
        Example[] examples = Examples(Path.Combine(AppContext.BaseDirectory, "fixtures", "mawps", "fold0-dev.csv"));

        IReadOnlyList<KeyPoints> points = await ExtractAsync([.. examples.Select(e => e.Problem)]);

        double exact = examples.Zip(points).Average(pair => Equal(pair.First.Gold, pair.Second) ? 1.0 : 0);
        double wholeQuestion = examples.Average(e => MaskedQuestion.Parse(e.Problem.Question).Clauses.Count == e.Gold.Information.Count + 1 ? 1.0 : 0);
        Assert.True(exact >= 0.83 && exact > wholeQuestion, $"{exact:P1} exact, {wholeQuestion:P1} by pointing at everything");
    }

    [Fact]
    public async Task Extract_SvampProblemsThatTellTooMuch_LeavesOutWhatTheAnswerDoesNotNeed()
    {
        Example[] examples = [.. Examples(PublicData.Require("svamp/mawps-asdiv-a_svamp/dev.csv")).Where(e => e.Spare.Length > 0).Take(150)];

        IReadOnlyList<KeyPoints> points = await ExtractAsync([.. examples.Select(e => e.Problem)]);

        double dropped = examples.Zip(points).SelectMany(pair => pair.First.Spare.Select(clause => pair.Second.Information.Contains(clause) ? 0.0 : 1)).Average();
        double kept = examples.Zip(points).SelectMany(pair => pair.First.Gold.Information.Select(clause => pair.Second.Information.Contains(clause) ? 1.0 : 0)).Average();
        Assert.True(dropped >= 0.3 && kept >= 0.65, $"{dropped:P1} of the dispensable clauses left out, {kept:P1} of the needed ones kept");
    }

    private static async Task<IReadOnlyList<KeyPoints>> ExtractAsync(IReadOnlyList<MathProblem> problems)
    {
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(TinyModels.ModelFolder(DistillationStage.KeyPoints));
        return await new KeyPointExtractor(student).ExtractAsync(problems);
    }

    private static bool Equal(KeyPoints gold, KeyPoints points) =>
        gold.CoreQuestion == points.CoreQuestion && gold.Information.SequenceEqual(points.Information);

    /// <summary>The key points that the gold equation implies.</summary>
    private static Example[] Examples(string file) =>
        [.. MaskedProblems.Read(file).Select(masked =>
        {
            MathProblem problem = masked.ToMathProblem();
            KeyPoints gold = ProgramKeyPoints.From(problem, new Rationale(RationaleKind.ProgramOfThought, "answer = " + masked.Unmask(masked.ToInfixEquation())));
            string[] spare = [.. MaskedQuestion.Parse(problem.Question).Clauses
                .Where(clause => clause.Quantities.Count > 0 && clause.Text != gold.CoreQuestion && !gold.Information.Contains(clause.Text))
                .Select(clause => clause.Text)];
            return new Example(problem, gold, spare);
        }).Where(example => example.Gold != KeyPoints.Empty)];

    private sealed record Example(MathProblem Problem, KeyPoints Gold, string[] Spare);
}
