namespace KPDD.Core.Tests.TextFormats;

public class MaskedTextFormatChainTests
{
    private static readonly SolveRequest Shells = new(new MathProblem("p", "Joan found 70 shells. She gave Sam 27 of them. How many are left?"));

    private readonly MaskedTextFormat format = new();

    [Theory]
    [InlineData("70 - 27 = 43 shells. The answer is 43.", "number0 - number1 = result0 shells . the answer is result0 .")]
    [InlineData("70 + 27 = 97. 97 * 2 = 194. The answer is 194.", "number0 + number1 = result0 . result0 * 2 = result1 . the answer is result1 .")]
    [InlineData("Joan has 70 shells - 27 shells = 43 shells.", "joan has number0 shells - number1 shells = result0 shells .")]
    [InlineData("So <<70-27=43>>43.", "so number0 - number1 = result0 result0 .")]
    public void FormatSolveTarget_RightArithmetic_IsMasked(string chain, string target) =>
        Assert.Equal(target, format.FormatSolveTarget(Shells, Chain(chain)));

    [Theory]
    [InlineData("70 - 27 = 44 shells. The answer is 44.")]
    [InlineData("70 - 27 = 43. 43 * 2 = 85.")]
    [InlineData("70 / 0 = 5.")]
    [InlineData("The answer is 43.")]
    [InlineData("= 43")]
    [InlineData("")]
    public void FormatSolveTarget_WrongOrNoArithmetic_GivesNull(string chain) =>
        Assert.Null(format.FormatSolveTarget(Shells, Chain(chain)));

    [Theory]
    [InlineData("number0 - number1 = result0 . the answer is result0 .", "70 - 27 = 43. The answer is 43.")]
    [InlineData("number0 + number1 = result0 . result0 / 4 = result1 . the answer is result1 .", "70 + 27 = 97. 97 / 4 = 24.25. The answer is 24.25.")]
    [InlineData("number0 x ( number1 - 20 ) = result0 .", "70 x (27 - 20) = 490.")]
    [InlineData("number0 * 10 % = result0 .", "70 * 10% = 7.")]
    [InlineData("number0 / 0 = result0 . the answer is result0 .", "70 / 0 = result0. The answer is result0.")]
    [InlineData("number9 + 1 = result0", "Number9 + 1 = result0")]
    [InlineData("number9 - 1 = result0", "Number9 - 1 = result0")]
    [InlineData("result5 - 1 = result0", "Result5 - 1 = result0")]
    [InlineData("she has $ number0 , right ?", "She has $70, right?")]
    [InlineData("", "")]
    public void ParseRationale_Output_ComputesResults(string output, string chain) =>
        Assert.Equal(Chain(chain), format.ParseRationale(Shells, RationaleKind.ChainOfThought, output));

    [Fact]
    public void ParseRationale_OwnTarget_GivesTheChain()
    {
        const string Text = "Joan gave 27 away. 70 - 27 = 43 shells. 43 + 0.5 = 43.5. The answer is 43.5.";

        string? target = format.FormatSolveTarget(Shells, Chain(Text));

        Assert.NotNull(target);
        Assert.DoesNotContain("43", target, StringComparison.Ordinal);
        Assert.Equal(Text, format.ParseRationale(Shells, RationaleKind.ChainOfThought, target).Text);
    }

    private static Rationale Chain(string text) => new(RationaleKind.ChainOfThought, text);
}
