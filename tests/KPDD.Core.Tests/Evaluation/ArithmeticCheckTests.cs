namespace KPDD.Core.Tests;

public class ArithmeticCheckTests
{
    [Theory]
    [InlineData("She has 16 - 3 - 4 = 9 eggs.", "16 - 3 - 4", true)]
    [InlineData("That is 9 eggs * $2 per egg = $18.", "9 * 2", true)]
    [InlineData("It makes 20% * 1,500 = 300 dollars", "(20 / 100) * 1500", true)]
    [InlineData("so 40 / 80 = 50%", "40 / 80", true)]
    [InlineData("10 / 3 = 3.33 pies", "10 / 3", true)]
    [InlineData("5 x 3 = 15", "5 * 3", true)]
    [InlineData("(5 + 3) × 2 = 16", "( 5 + 3 ) * 2", true)]
    [InlineData("For 5 days he ran (2 + 3 = 5)", "2 + 3", true)]
    [InlineData("48/2 = <<48/2=24>>24", "48 / 2", true)]
    [InlineData("He loses 5 - 8 = -3", "5 - 8", true)]
    [InlineData("She has 16 - 3 - 4 = 8 eggs.", "16 - 3 - 4", false)]
    [InlineData("7 * 8 = 54", "7 * 8", false)]
    public void FindAll_OneCalculation_IsWorkedOutAgain(string text, string expression, bool right)
    {
        ArithmeticCheck check = Assert.Single(ArithmeticCheck.FindAll(text));

        Assert.Equal(expression, check.Expression);
        Assert.Equal(right, check.IsRight);
    }

    [Theory]
    [InlineData("2x + 5 = 15")]
    [InlineData("x = 5 + 3")]
    [InlineData("Half of 10 is 5, a dozen + 3 = 15")]
    [InlineData("1 hour = 60 minutes")]
    [InlineData("5 + = 3")]
    [InlineData("2(3 + 4) = 14")]
    [InlineData("5 * 2 = 2 million")]
    [InlineData(null)]
    public void FindAll_NotPlainArithmetic_IsLeftOut(string? text) => Assert.Empty(ArithmeticCheck.FindAll(text));

    [Fact]
    public void FindAll_Chain_ChecksEachResult()
    {
        IReadOnlyList<ArithmeticCheck> checks = ArithmeticCheck.FindAll("2 + 3 = 5. 5 * 4 = 21. So 21 - 1 = 20.");

        Assert.Equal([true, false, true], checks.Select(c => c.IsRight));
        Assert.Equal("20", checks[1].Computed.ToString());
    }
}
