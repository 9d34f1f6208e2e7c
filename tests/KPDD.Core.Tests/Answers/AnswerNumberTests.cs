namespace KPDD.Core.Tests;

public class AnswerNumberTests
{
    [Theory]
    [InlineData("29", "29")]
    [InlineData("$29.00", "29")]
    [InlineData("1,080", "1080")]
    [InlineData("$1,234,567.50", "1234567.5")]
    [InlineData("-3", "-3")]
    [InlineData("−3", "-3")]
    [InlineData("-$5", "-5")]
    [InlineData("$-5", "-5")]
    [InlineData("+7", "7")]
    [InlineData("5/2", "2.5")]
    [InlineData("1/3", "1/3")]
    [InlineData("-(1/3)", "-1/3")]
    [InlineData("1 1/2", "1.5")]
    [InlineData("1½", "1.5")]
    [InlineData("30%", "30")]
    [InlineData(".5", "0.5")]
    [InlineData("0.50", "0.5")]
    [InlineData("-0", "0")]
    [InlineData("9 (apples)", "9")]
    [InlineData("18.", "18")]
    [InlineData(" 18 ! ", "18")]
    [InlineData("29 dollars", "29")]
    [InlineData("40 km/hour", "40")]
    [InlineData("5cm", "5")]
    [InlineData("12 sq. ft.", "12")]
    [InlineData("**18**", "18")]
    [InlineData("2.5 million", "2500000")]
    [InlineData("1e-05", "0.00001")]
    [InlineData("1.5e+3", "1500")]
    [InlineData("1\u00A0080", "1080")]
    [InlineData("007", "7")]
    [InlineData("99999999999999999999999999999999999999", "99999999999999999999999999999999999999")]
    public void TryParse_Number_GivesItsCanonicalText(string text, string canonical)
    {
        Assert.True(AnswerNumber.TryParse(text, out AnswerNumber number));
        Assert.Equal(canonical, number.ToString());
        Assert.Equal(number, AnswerNumber.Parse(number.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Yes")]
    [InlineData("2:30")]
    [InlineData("3:30 p.m.")]
    [InlineData("5:6")]
    [InlineData("6th")]
    [InlineData("The 60th caller.")]
    [InlineData("February 3rd")]
    [InlineData("3; 4")]
    [InlineData("3 or 4")]
    [InlineData("5 + 3")]
    [InlineData("1/0")]
    [InlineData("1,08")]
    [InlineData("1.2.3")]
    [InlineData("1e999999")]
    [InlineData("1e9999")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("--3")]
    [InlineData("$")]
    public void TryParse_NotANumber_GivesFalse(string? text)
    {
        Assert.False(AnswerNumber.TryParse(text, out AnswerNumber number));
        Assert.Equal(default, number);
    }

    [Fact]
    public void TryParse_LongHostileText_EndsQuickly()
    {
        string hostile = new string('1', 50_000) + "x" + new string(' ', 50_000) + "!";

        Assert.False(AnswerNumber.TryParse(hostile, out _));
        Assert.False(AnswerNumber.TryParse("9 " + string.Concat(Enumerable.Repeat("a (b) ", 60)) + ";", out _));
    }

    [Fact]
    public void Parse_NotANumber_NamesTheText() => Assert.Contains("'many'", Assert.Throws<FormatException>(() => AnswerNumber.Parse("many")).Message, StringComparison.Ordinal);

    [Fact]
    public void Arithmetic_TenthPlusFifth_IsExact()
    {
        AnswerNumber sum = AnswerNumber.Parse("0.1") + AnswerNumber.Parse("0.2");

        Assert.Equal(AnswerNumber.Parse("0.3"), sum);
        Assert.Equal(AnswerNumber.Parse("0.3").GetHashCode(), sum.GetHashCode());
        Assert.Equal("0.02", (AnswerNumber.Parse("0.1") * AnswerNumber.Parse("0.2")).ToString());
        Assert.Equal("-0.1", (AnswerNumber.Parse("0.1") - AnswerNumber.Parse("0.2")).ToString());
        Assert.Equal("0.5", (AnswerNumber.Parse("0.1") / AnswerNumber.Parse("0.2")).ToString());
    }

    [Fact]
    public void Default_Value_IsZero()
    {
        Assert.Equal("0", default(AnswerNumber).ToString());
        Assert.Equal(AnswerNumber.Parse("0"), default);
        Assert.True(default(AnswerNumber).IsInteger);
        Assert.Throws<DivideByZeroException>(() => (AnswerNumber)1 / default(AnswerNumber));
        Assert.Throws<ArgumentException>(() => new AnswerNumber(1, 0));
    }

    [Theory]
    [InlineData("2.345", 2, "2.35")]
    [InlineData("-2.345", 2, "-2.35")]
    [InlineData("1/3", 3, "0.333")]
    [InlineData("7", 0, "7")]
    public void Round_HalfAwayFromZero(string number, int decimals, string expected) =>
        Assert.Equal(expected, AnswerNumber.Parse(number).Round(decimals).ToString());

    [Fact]
    public void CompareTo_NegativesAndFractions_AreOrdered()
    {
        Assert.True(AnswerNumber.Parse("-1/2") < AnswerNumber.Parse("1/3"));
        Assert.True(AnswerNumber.Parse("0.34") > AnswerNumber.Parse("1/3"));
        Assert.True(AnswerNumber.Parse("2/4") >= AnswerNumber.Parse("0.5"));
    }

    [Fact]
    public void ToDouble_Fraction_IsTheNearestDouble()
    {
        Assert.Equal(1.0 / 3, AnswerNumber.Parse("1/3").ToDouble());
        Assert.Equal(-2.5, AnswerNumber.Parse("-5/2").ToDouble());
        Assert.Equal(0.0, default(AnswerNumber).ToDouble());
    }
}
