using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests.Solving;

public class AnswerVoteSelectorTests
{
    private static readonly MathProblem Apples = Problems.One("Ann has 3 apples and buys 4.");

    [Fact]
    public void Choose_LesserCandidatesAgree_TheirSumWins()
    {
        ProgramCandidate chosen = Choose(("a", -0.5, "9"), ("b", -0.9, "7"), ("c", -0.9, "7.0"));

        Assert.Equal("b", chosen.Rationale.Text);
    }

    [Fact]
    public void Choose_FirstOutweighsTheOthers_FirstWins() =>
        Assert.Equal("a", Choose(("a", -0.1, "9"), ("b", -3, "7"), ("c", -3, "7")).Rationale.Text);

    [Fact]
    public void Choose_EqualWeights_BetterRankWins() =>
        Assert.Equal("a", Choose(("a", 0, "9"), ("b", 0, "7")).Rationale.Text);

    [Fact]
    public void Choose_BestIsNegative_NextIsTaken() =>
        Assert.Equal("b", Choose(("a", -0.1, "-1"), ("b", -2, "7")).Rationale.Text);

    [Fact]
    public void Choose_OnlyImplausibleRemain_OneOfThemIsTaken() =>
        Assert.Equal("b", Choose(("a", -0.1, null), ("b", -2, "-1")).Rationale.Text);

    [Fact]
    public void Choose_NobodyAnswers_FirstIsTaken() =>
        Assert.Equal("a", Choose(("a", -0.1, null), ("b", -2, null)).Rationale.Text);

    [Fact]
    public void Choose_WithoutPlausibility_NegativeMayWin() =>
        Assert.Equal("-1", new AnswerVoteSelector(null).Choose(Apples, [Candidate("a", -0.1, "-1"), Candidate("b", -2, "7")]).Answer);

    [Fact]
    public void Choose_NoCandidates_ArgumentException() =>
        Assert.ThrowsAny<ArgumentException>(() => new AnswerVoteSelector(null).Choose(Apples, []));

    private static ProgramCandidate Choose(params (string Program, double Score, string? Answer)[] candidates) =>
        new AnswerVoteSelector(new WordProblemPlausibility()).Choose(Apples, [.. candidates.Select(c => Candidate(c.Program, c.Score, c.Answer))]);

    private static ProgramCandidate Candidate(string program, double score, string? answer) =>
        new(new Rationale(RationaleKind.ProgramOfThought, program), score, FakeExecutor.Value(answer ?? ""), answer);
}
