namespace KPDD.Core.Tests.TextFormats;

public class MaskedTextFormatKeyPointTests
{
    private static readonly MathProblem Shells = new("p", "Joan found 70 shells. Sam has 5 cats. How many shells does she have?");

    private readonly MaskedTextFormat format = new();

    [Fact]
    public void FormatKeyPointPrompt_Question_NumbersTheClauses() =>
        Assert.Equal(
            "clause0 joan found number0 shells same0 . clause1 sam has number1 cats . clause2 how many shells same0 does she have ?",
            format.FormatKeyPointPrompt(Shells));

    [Fact]
    public void FormatKeyPointTarget_ParsedAgain_GivesTheClausesOwnText()
    {
        string? target = format.FormatKeyPointTarget(Shells, new KeyPoints("how many shells does she have", ["joan found 70 shells"]));

        Assert.Equal("core clause2 info clause0", target);
        KeyPoints points = format.ParseKeyPoints(Shells, target!);
        Assert.Equal("How many shells does she have?", points.CoreQuestion);
        Assert.Equal(["Joan found 70 shells."], points.Information);
    }

    [Fact]
    public void FormatKeyPointTarget_CoreQuestionOfAnotherProblem_GivesNull() =>
        Assert.Null(format.FormatKeyPointTarget(Shells, new KeyPoints("How old is Ann?", ["Joan found 70 shells."])));

    [Fact]
    public void FormatKeyPointTarget_NoInformation_PointsAtTheQuestionAlone() =>
        Assert.Equal("core clause2 info", format.FormatKeyPointTarget(Shells, new KeyPoints("How many shells does she have?", [])));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("info clause0 clause1")]
    [InlineData("core clause9 info clause0")]
    [InlineData("core clause-1 info clause0")]
    [InlineData("core clause info")]
    [InlineData("core clause99999999999")]
    public void ParseKeyPoints_NoCorePointer_GivesEmptyKeyPoints(string output) =>
        Assert.Same(KeyPoints.Empty, format.ParseKeyPoints(Shells, output));

    [Theory]
    [InlineData("core clause2 info clause0 clause9 clause16", "Joan found 70 shells.")]
    [InlineData("core clause2 info clause1 clause0 clause1", "Joan found 70 shells.", "Sam has 5 cats.")]
    [InlineData("core clause2 clause1 info clause2 nonsense")]
    public void ParseKeyPoints_StrayPointers_AreIgnored(string output, params string[] information)
    {
        KeyPoints points = format.ParseKeyPoints(Shells, output);

        Assert.Equal("How many shells does she have?", points.CoreQuestion);
        Assert.Equal(information, points.Information);
    }

    [Fact]
    public void ParseKeyPoints_EmptyQuestion_GivesEmptyKeyPoints() =>
        Assert.Same(KeyPoints.Empty, format.ParseKeyPoints(new MathProblem("p", ""), "core clause0 info clause0"));

    [Fact]
    public void FormatSolvePrompt_KeyPoints_MarksEachClause()
    {
        var request = new SolveRequest(Shells, new KeyPoints("How many shells does she have?", ["Joan found 70 shells."]));

        Assert.Equal(
            "info joan found number0 shells same0 . other sam has number1 cats . core how many shells same0 does she have ?",
            format.FormatSolvePrompt(request));
    }

    [Fact]
    public void FormatSolvePrompt_NoKeyPoints_IsTheClausesAlone()
    {
        const string Plain = "joan found number0 shells same0 . sam has number1 cats . how many shells same0 does she have ?";

        Assert.Equal(Plain, format.FormatSolvePrompt(new SolveRequest(Shells)));
        Assert.Equal(Plain, format.FormatSolvePrompt(new SolveRequest(Shells, KeyPoints.Empty)));
    }
}
