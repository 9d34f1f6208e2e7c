namespace KPDD.Core.Tests.TextFormats;

public class PlainTextFormatTests
{
    private static readonly MathProblem Problem = new("p", " Tom has 5 pens. How many? ");
    private static readonly KeyPoints Points = new(" How many? ", ["Tom has 5 pens. ", "Ann has (5) none."]);

    private readonly PlainTextFormat format = new();

    [Fact]
    public void FormatKeyPointPrompt_DefaultTemplate_HoldsTheTrimmedQuestion() =>
        Assert.Equal("Extract the core question and the problem-solving information. Question: Tom has 5 pens. How many?", format.FormatKeyPointPrompt(Problem));

    [Fact]
    public void FormatSolvePrompt_KeyPoints_NumbersTheInformation() =>
        Assert.Equal(
            "Question: Tom has 5 pens. How many? Core question: How many? Information: (1) Tom has 5 pens. (2) Ann has (5) none.",
            format.FormatSolvePrompt(new SolveRequest(Problem, Points)));

    [Fact]
    public void FormatSolvePrompt_NoKeyPoints_LeavesTheirPartOut() =>
        Assert.Equal("Question: Tom has 5 pens. How many?", format.FormatSolvePrompt(new SolveRequest(Problem)));

    [Fact]
    public void FormatSolvePrompt_OwnTemplates_AreFilled()
    {
        var own = new PlainTextFormat("K {question}", "S {question} | {core_question} | {information}");

        Assert.Equal("K Tom has 5 pens. How many?", own.FormatKeyPointPrompt(Problem));
        Assert.Equal("S Tom has 5 pens. How many? | How many? | (1) Tom has 5 pens. (2) Ann has (5) none.", own.FormatSolvePrompt(new SolveRequest(Problem, Points)));
        Assert.Equal("S Tom has 5 pens. How many? |  |", own.FormatSolvePrompt(new SolveRequest(Problem)));
    }

    [Fact]
    public void FormatSolvePrompt_QuestionWithPlaceholder_IsNotFilledTwice() =>
        Assert.Equal("Question: {information}? Core question: How many? Information: (1) a", format.FormatSolvePrompt(
            new SolveRequest(new MathProblem("p", "{information}?"), new KeyPoints("How many?", ["a"]))));

    [Theory]
    [InlineData("no placeholder", null)]
    [InlineData(null, "{core_question} {information}")]
    public void Constructor_TemplateWithoutQuestion_ThrowsArgumentException(string? keyPointTemplate, string? solveTemplate) =>
        Assert.Throws<ArgumentException>(() => new PlainTextFormat(keyPointTemplate, solveTemplate));

    [Fact]
    public void ParseKeyPoints_OwnTarget_GivesTheKeyPoints()
    {
        KeyPoints points = format.ParseKeyPoints(Problem, format.FormatKeyPointTarget(Problem, Points));

        Assert.Equal("How many?", points.CoreQuestion);
        Assert.Equal(["Tom has 5 pens.", "Ann has (5) none."], points.Information);
    }

    [Theory]
    [InlineData("Core question: How many? Information: (1) Tom, see (3), has 5. (2) Ann has (7) 2. (3) End.", "Tom, see (3), has 5.", "Ann has (7) 2.", "End.")]
    [InlineData("core question: How many? information: Tom has 5.", "Tom has 5.")]
    [InlineData("Core question: How many? Information: (2) Tom has 5.", "(2) Tom has 5.")]
    [InlineData("Core question: How many? Information: (1) (2) Tom has 5.", "Tom has 5.")]
    [InlineData("Noise. Core question: How many? Information:")]
    [InlineData("Core question: How many?")]
    public void ParseKeyPoints_NumberedInformation_IsSplitWhereNumbersCountUp(string output, params string[] information)
    {
        KeyPoints points = format.ParseKeyPoints(Problem, output);

        Assert.Equal("How many?", points.CoreQuestion);
        Assert.Equal(information, points.Information);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Information: (1) Tom has 5.")]
    [InlineData("nonsense")]
    public void ParseKeyPoints_NoCoreQuestion_GivesEmptyKeyPoints(string output) =>
        Assert.Same(KeyPoints.Empty, format.ParseKeyPoints(Problem, output));

    [Fact]
    public void ParseRationale_OwnTarget_IsUnchanged()
    {
        var rationale = new Rationale(RationaleKind.ProgramOfThought, "def solution():\n    return {5} # \t");
        var request = new SolveRequest(Problem);

        Assert.Equal(rationale, format.ParseRationale(request, rationale.Kind, format.FormatSolveTarget(request, rationale)));
    }

    [Theory]
    [InlineData(RationaleKind.ProgramOfThought, " n = 5\nanswer = n\n", "n = 5\nanswer = n")]
    [InlineData(RationaleKind.ChainOfThought, "The answer is 5.", "The answer is 5.")]
    public void FormatChannelPrompt_Rationale_IsItsTrimmedTextAlone(RationaleKind kind, string rationale, string prompt) =>
        Assert.Equal(prompt, format.FormatChannelPrompt(Problem, new Rationale(kind, rationale)));

    [Fact]
    public void FormatChannelTarget_OwnTemplates_IsTheTrimmedQuestionAlone() =>
        Assert.Equal("Tom has 5 pens. How many?", new PlainTextFormat("K {question}", "S {question}").FormatChannelTarget(Problem));
}
