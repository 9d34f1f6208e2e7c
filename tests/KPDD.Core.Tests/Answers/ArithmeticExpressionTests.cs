namespace KPDD.Core.Tests;

public class ArithmeticExpressionTests
{
    private static readonly Dictionary<string, AnswerNumber> Variables = new() { ["v1"] = 4, ["v2"] = AnswerNumber.Parse("0.5") };

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("7 - 2 - 1", "4")]
    [InlineData("8 / 4 / 2", "1")]
    [InlineData("-2 ^ 2", "-4")]
    [InlineData("2 ** -1", "0.5")]
    [InlineData("2 ^ 3 ^ 2", "512")]
    [InlineData("v1 * -v2", "-2")]
    public void TryEvaluate_PlainArithmetic_IsExact(string text, string value)
    {
        Assert.True(ArithmeticExpression.TryEvaluate(text, Variables, out AnswerNumber number));
        Assert.Equal(value, number.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 +")]
    [InlineData("(1")]
    [InlineData("1 2")]
    [InlineData("2 v1")]
    [InlineData("unknown + 1")]
    [InlineData("1 / (v1 - 4)")]
    [InlineData("2 ^ 0.5")]
    [InlineData("2 ^ 99999")]
    [InlineData("(2 ^ 1000) ^ 1000")]
    [InlineData("f(3)")]
    [InlineData("3 % 2")]
    public void TryEvaluate_AnythingElse_GivesFalse(string text) => Assert.False(ArithmeticExpression.TryEvaluate(text, Variables, out _));

    [Fact]
    public void TryEvaluate_DeepNesting_GivesFalseInsteadOfOverflowing() =>
        Assert.False(ArithmeticExpression.TryEvaluate(new string('(', 100_000) + "1", null, out _));
}
