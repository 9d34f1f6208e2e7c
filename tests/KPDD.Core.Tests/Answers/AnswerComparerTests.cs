namespace KPDD.Core.Tests;

public class AnswerComparerTests
{
    [Theory]
    [InlineData("$29.00", "29")]
    [InlineData("1080", "1,080")]
    [InlineData("18.", "18")]
    [InlineData("-3.0", "-3")]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("13.333333333333334", "13.33")]
    [InlineData("7.142857142857143", "7.1428571428571427")]
    [InlineData("0.3333333333333333", "1/3")]
    [InlineData("719.9999999999999", "720")]
    [InlineData("2.5", "5/2")]
    [InlineData("30", "30%")]
    [InlineData("9", "9 (apples)")]
    [InlineData("yes", "Yes")]
    [InlineData("They are equal.", "they are  equal")]
    [InlineData("3 : 4", "3:4")]
    [InlineData("3:30 PM", "3:30 p.m.")]
    [InlineData("5; 15", "5 (years old); 15 (years old)")]
    [InlineData("5 and 15", "5; 15")]
    [InlineData("5, 15, and 20", "5; 15; 20")]
    [InlineData("[5, 15]", "5; 15")]
    public void Matches_SameAnswerStrictly_IsTrue(string given, string expected)
    {
        Assert.True(AnswerComparer.Matches(given, expected, AnswerRule.Strict));
        Assert.True(AnswerComparer.Matches(given, expected, AnswerRule.Lenient));
    }

    [Theory]
    [InlineData("It is 18 apples", "18")]
    [InlineData("7.14", "7.142857142857143")]
    [InlineData("Jack wins", "Jack")]
    public void Matches_LooseAnswer_IsRightOnlyLeniently(string given, string expected)
    {
        Assert.False(AnswerComparer.Matches(given, expected, AnswerRule.Strict));
        Assert.True(AnswerComparer.Matches(given, expected, AnswerRule.Lenient));
    }

    [Theory]
    [InlineData(null, "3")]
    [InlineData("", "3")]
    [InlineData("3", null)]
    [InlineData("3", "-3")]
    [InlineData("1000001", "1000000")]
    [InlineData("13", "13.33")]
    [InlineData("0.3", "1/3")]
    [InlineData("720.05", "720")]
    [InlineData("0.01", "0.014")]
    [InlineData("15; 5", "5; 15")]
    [InlineData("5", "5; 15")]
    [InlineData("5; 15", "5")]
    [InlineData("No", "Yes")]
    [InlineData("Normal", "No")]
    [InlineData("2:30", "3:20")]
    [InlineData("30", "0.3")]
    public void Matches_OtherAnswer_IsFalseByBothRules(string? given, string? expected)
    {
        Assert.False(AnswerComparer.Matches(given, expected, AnswerRule.Strict));
        Assert.False(AnswerComparer.Matches(given, expected, AnswerRule.Lenient));
    }
}
