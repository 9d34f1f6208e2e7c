namespace KPDD.Core.Tests.TextFormats;

public class MaskedTextFormatProgramTests
{
    private static readonly SolveRequest Shells = new(new MathProblem("p", "Joan found 70 shells. She gave Sam 27.5 of them and twelve to Ann. How many are left?"));

    private readonly MaskedTextFormat format = new();

    [Theory]
    [InlineData("answer = 70 - 27.5", "v1 = number0 - number1")]
    [InlineData("left = 70 - 27.50\nanswer = left - 12", "v1 = number0 - number1 ; v2 = v1 - number2")]
    [InlineData("answer = (70 - 12) * 100 / 4", "v1 = ( number0 - number2 ) * 100 / 4")]
    [InlineData("answer=70//12%5", "v1 = number0 // number2 % 5")]
    [InlineData("n = 70\nk = 12\nanswer = n - k", "v1 = number0 - number2")]
    [InlineData("answer = 70", "v1 = number0")]
    [InlineData("a = 70 - 12\nb = 70 + 12\nanswer = a", "v1 = number0 - number2 ; v2 = number0 + number2 ; v3 = v1")]
    [InlineData("x = 70\nx = x + 1\nanswer = x", "v1 = number0 + 1")]
    [InlineData("def solution():\r\n    \"\"\"Shells = left?\"\"\"\r\n    n = 70 # found\r\n\r\n    # given\r\n    return n - 12\r\n", "v1 = number0 - number2")]
    public void FormatSolveTarget_Assignments_AreMasked(string program, string target) =>
        Assert.Equal(target, format.FormatSolveTarget(Shells, Program(program)));

    [Theory]
    [InlineData("")]
    [InlineData("\"\"\"only words\"\"\"")]
    [InlineData("import math\nanswer = 70 - 12")]
    [InlineData("print(70 - 12)")]
    [InlineData("answer = max(70, 12)")]
    [InlineData("answer = 70 - missing")]
    [InlineData("for i in range(3):\n    answer = i")]
    [InlineData("answer = 70\nanswer -= 12")]
    [InlineData("answer = 70 ** 2")]
    [InlineData("answer = 'seventy'")]
    [InlineData("answer = 70 if 12 else 5")]
    [InlineData("answer =")]
    public void FormatSolveTarget_MoreThanAssignments_GivesNull(string program) =>
        Assert.Null(format.FormatSolveTarget(Shells, Program(program)));

    [Theory]
    [InlineData("v1 = number0 - number1", "v1 = 70 - 27.5\nanswer = v1")]
    [InlineData("v1 = number0 - number1 ; v2 = v1 * 12", "v1 = 70 - 27.5\nv2 = v1 * 12\nanswer = v2")]
    [InlineData("v1 = number7 - number0", "v1 = number7 - 70\nanswer = v1")]
    [InlineData(" ; v1 = number2 ; ", "v1 = 12\nanswer = v1")]
    [InlineData("v1 = number0 ; number1 number1", "v1 = 70\n27.5 27.5")]
    [InlineData("", "")]
    public void ParseRationale_Output_GivesTheProgram(string output, string program) =>
        Assert.Equal(Program(program), format.ParseRationale(Shells, RationaleKind.ProgramOfThought, output));

    [Theory]
    [InlineData("answer = 70 - 27.5", "v1 = 70 - 27.5\nanswer = v1")]
    [InlineData("sold = 12 * 3\nanswer = 70 - sold", "v1 = 12 * 3\nv2 = 70 - v1\nanswer = v2")]
    [InlineData("answer = (70 + 12) * 0.25", "v1 = ( 70 + 12 ) * 0.25\nanswer = v1")]
    public void ParseRationale_OwnTarget_GivesAProgramWithTheSameLiterals(string program, string expected)
    {
        string? target = format.FormatSolveTarget(Shells, Program(program));

        Assert.NotNull(target);
        Assert.Equal(expected, format.ParseRationale(Shells, RationaleKind.ProgramOfThought, target).Text);
    }

    [Fact]
    public void ParseRationale_FractionQuantity_IsWrittenInParentheses()
    {
        var request = new SolveRequest(new MathProblem("p", "Tom ate 1/2 of 8 pies. How many?"));

        string? target = format.FormatSolveTarget(request, Program("answer = 8 * (1/2)"));

        Assert.Equal("v1 = number1 * number0", target);
        Assert.Equal("v1 = 8 * (1/2)\nanswer = v1", format.ParseRationale(request, RationaleKind.ProgramOfThought, target!).Text);
    }

    [Fact]
    public void FormatSolveTarget_SameQuantityTwice_NamesTheFirst() =>
        Assert.Equal(
            "v1 = number0 + number0",
            format.FormatSolveTarget(new SolveRequest(new MathProblem("p", "Tom has 3 hats. Ann has 3 hats. How many?")), Program("answer = 3 + 3")));

    private static Rationale Program(string text) => new(RationaleKind.ProgramOfThought, text);
}
