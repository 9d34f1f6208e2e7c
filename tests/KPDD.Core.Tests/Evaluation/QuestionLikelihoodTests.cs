using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests;

public class QuestionLikelihoodTests
{
    private static readonly StudentDescription Plain = new() { Stage = DistillationStage.Channel };

    [Fact]
    public async Task EvaluateAsync_TwoQuestions_IsTheGeometricMeanOverAllTheirWords()
    {
        FakeScorer scorer = FakeScorer.ByPrompt(("answer = 1", -3), ("answer = 2", -6));

        // Three words and five, the end of each counted.
        double likelihood = await EvaluateAsync(Plain, scorer, Example("How many?", "answer = 1"), Example(" How many  are\nleft? ", "answer = 2"));

        Assert.Equal(Math.Exp(-9.0 / 8), likelihood, 1e-12);
        Assert.Equal([new PromptedText("answer = 1", "How many?"), new PromptedText("answer = 2", "How many  are\nleft?")], Assert.Single(scorer.Batches));
    }

    [Fact]
    public async Task EvaluateAsync_MaskedStudent_IsAskedInItsOwnTextAndOnlyWhatThatExpresses()
    {
        var masked = Plain with { TextFormat = StudentTextFormats.MaskedName };
        var scorer = new FakeScorer(_ => -1);

        await EvaluateAsync(masked, scorer, Example("Ann has 3 hats. How many?", "answer = 3 ** 2"), Example("Tom has 5 pens. How many?", "answer = 5 + 1"));

        Assert.Equal([new PromptedText("v1 = number0 + 1", "tom has number0 pens . how many ?")], Assert.Single(scorer.Batches));
    }

    [Fact]
    public async Task EvaluateAsync_RationaleMissingOrOfAnotherKind_IsLeftOut()
    {
        FakeScorer scorer = FakeScorer.ByPrompt(("answer = 1", -3));
        DistillationExample taught = Example("How many?", "answer = 1");

        double likelihood = await EvaluateAsync(
            Plain, scorer, taught with { Rationale = null }, taught, taught with { Rationale = new Rationale(RationaleKind.ChainOfThought, "The answer is 1.") });

        Assert.Equal(Math.Exp(-1), likelihood, 1e-12);
    }

    [Fact]
    public async Task EvaluateAsync_NothingToScore_IsMisuse()
    {
        var scorer = new FakeScorer(_ => -1);

        await Assert.ThrowsAsync<ArgumentException>(() => EvaluateAsync(Plain, scorer));
        await Assert.ThrowsAsync<ArgumentException>(() => EvaluateAsync(Plain, scorer, Example("How many?", "answer = 1") with { Rationale = null }));
        Assert.Empty(scorer.Batches);
    }

    [Fact]
    public async Task EvaluateAsync_StudentThatCannotScore_IsMisuseThatNamesIt()
    {
        var student = new FakeStudent(Plain, _ => new GeneratedText("x"));

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => new QuestionLikelihood().EvaluateAsync(student, [Example("How many?", "answer = 1")]));

        Assert.Contains(nameof(FakeStudent), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateAsync_StudentGivesAnotherNumberOfScores_NamesItAndBothNumbers()
    {
        var scorer = new FakeScorer(_ => -1) { Results = 2 };

        InvalidOperationException error = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => EvaluateAsync(Plain, scorer, Example("How many?", "answer = 1")));

        Assert.Contains($"{nameof(FakeScoringStudent)} gave 2 results for 1 items", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateAsync_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var student = new FakeScoringStudent(Plain, new FakeScorer(_ => -1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new QuestionLikelihood().EvaluateAsync(student, [Example("How many?", "answer = 1")], source.Token));
    }

    private static Task<double> EvaluateAsync(StudentDescription description, FakeScorer scorer, params DistillationExample[] examples) =>
        new QuestionLikelihood().EvaluateAsync(new FakeScoringStudent(description, scorer), examples);

    private static DistillationExample Example(string question, string program) =>
        new(new MathProblem(question, question)) { Rationale = new Rationale(RationaleKind.ProgramOfThought, program) };
}
