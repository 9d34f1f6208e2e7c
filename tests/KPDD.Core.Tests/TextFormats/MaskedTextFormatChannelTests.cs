namespace KPDD.Core.Tests.TextFormats;

public class MaskedTextFormatChannelTests
{
    private static readonly MathProblem Hens = new("p", "She saw 12 hens on monday. She saw 5 hens on friday. How many hens did she see on monday?");

    private readonly MaskedTextFormat format = new();

    [Theory]
    [InlineData("answer = 12 - 5", "v1 = number0 - number1")]
    [InlineData("hens = 12 + 5\nanswer = hens * 2", "v1 = number0 + number1 ; v2 = v1 * 2")]
    [InlineData("answer = 12 ** 5", null)]
    [InlineData("", null)]
    public void FormatChannelPrompt_Program_IsMaskedWhereItCanBe(string program, string? prompt) =>
        Assert.Equal(prompt, format.FormatChannelPrompt(Hens, new Rationale(RationaleKind.ProgramOfThought, program)));

    [Fact]
    public void FormatChannelPrompt_Chain_LeavesItsResultsOut() =>
        Assert.Equal(
            "number0 - number1 = result0 . the answer is result0 .",
            format.FormatChannelPrompt(Hens, new Rationale(RationaleKind.ChainOfThought, "12 - 5 = 7. The answer is 7.")));

    [Theory]
    [InlineData("v1 = number0 - number1")]
    [InlineData("v1 = number0 + number1 ; v2 = v1 / 2")]
    public void FormatChannelPrompt_WhatTheSolveStudentWrote_IsReadAsItWasTaught(string written)
    {
        Rationale program = format.ParseRationale(new SolveRequest(Hens), RationaleKind.ProgramOfThought, written);

        Assert.Equal(written, format.FormatChannelPrompt(Hens, program));
    }

    [Fact]
    public void FormatChannelPrompt_QuantityTheQuestionDoesNotGive_GivesNull() =>
        Assert.Null(format.FormatChannelPrompt(Hens, format.ParseRationale(new SolveRequest(Hens), RationaleKind.ProgramOfThought, "v1 = number7 + number0")));

    [Fact]
    public void FormatChannelTarget_QuestionThatRepeatsWords_HoldsNoLinks()
    {
        Assert.Contains("same0", format.FormatSolvePrompt(new SolveRequest(Hens)), StringComparison.Ordinal);
        Assert.Equal(
            "she saw number0 hens on monday . she saw number1 hens on friday . how many hens did she see on monday ?",
            format.FormatChannelTarget(Hens));
    }

    [Fact]
    public void FormatChannel_Nulls_ThrowArgumentNullException()
    {
        Assert.Throws<ArgumentNullException>(() => format.FormatChannelPrompt(null!, new Rationale(RationaleKind.ProgramOfThought, "answer = 1")));
        Assert.Throws<ArgumentNullException>(() => format.FormatChannelPrompt(Hens, null!));
        Assert.Throws<ArgumentNullException>(() => format.FormatChannelTarget(null!));
    }
}
