namespace KPDD.Core.Tests;

public class AnswerExtractorTests
{
    [Theory]
    [InlineData("16 - 3 = 13.\n#### 1,080", "1080", AnswerEvidence.HashMark)]
    [InlineData("Q: first\n#### 5\n\nQ: second\n#### 7", "7", AnswerEvidence.HashMark)]
    [InlineData("#### $29.00", "29", AnswerEvidence.HashMark)]
    [InlineData("48/2 = <<48/2=24>>24\n#### 24 clips.", "24", AnswerEvidence.HashMark)]
    [InlineData("So 7 it is.\n#### 7\n####", "7", AnswerEvidence.HashMark)]
    [InlineData("9 * $2 = $18. The answer is $18.", "18", AnswerEvidence.Statement)]
    [InlineData("The answer is 80 minutes.", "80", AnswerEvidence.Statement)]
    [InlineData("The answer is 72", "72", AnswerEvidence.Statement)]
    [InlineData("The answer is $1,080.50. I am done with 3 steps.", "1080.5", AnswerEvidence.Statement)]
    [InlineData("The answer is -3.", "-3", AnswerEvidence.Statement)]
    [InlineData("The answer is $9 500.", "9500", AnswerEvidence.Statement)]
    [InlineData("The answer is 29/3.", "29/3", AnswerEvidence.Statement)]
    [InlineData("The answer is 10 + 5 = 15.", "15", AnswerEvidence.Statement)]
    [InlineData("The final answer is: **15**", "15", AnswerEvidence.Statement)]
    [InlineData("The answer is:\n15", "15", AnswerEvidence.Statement)]
    [InlineData("Answer: 15 apples", "15", AnswerEvidence.Statement)]
    [InlineData("The answer to the question is 15.", "15", AnswerEvidence.Statement)]
    [InlineData("The answer is that 15 are left out of 20.", "15", AnswerEvidence.Statement)]
    [InlineData("The answer is 5. Wait. The answer is 6.", "6", AnswerEvidence.Statement)]
    [InlineData("The answer is Jack's class.", "Jack's class", AnswerEvidence.Statement)]
    [InlineData("The answer is 3:30 p.m.", "3:30 p.m", AnswerEvidence.Statement)]
    [InlineData("Therefore, the answer is <203>.", "203", AnswerEvidence.AngleBrackets)]
    [InlineData(@"So $x = \boxed{\frac{5}{2}}$.", "2.5", AnswerEvidence.Boxed)]
    [InlineData(@"\boxed{1{,}080}", null, AnswerEvidence.None)]
    [InlineData(@"\boxed{18\text{ dollars}}", "18", AnswerEvidence.Boxed)]
    [InlineData("We know 3 + 4 = 7 apples.", null, AnswerEvidence.None)]
    [InlineData("", null, AnswerEvidence.None)]
    [InlineData(null, null, AnswerEvidence.None)]
    public void Extract_Strict_TakesTheLastStatedAnswer(string? text, string? answer, AnswerEvidence evidence)
    {
        ExtractedAnswer extracted = AnswerExtractor.Extract(text);

        Assert.Equal(new ExtractedAnswer(answer, evidence), extracted);
        Assert.Equal(answer is not null, extracted.Found);
    }

    [Theory]
    [InlineData("We know 3 + 4 = 7 apples.", "7")]
    [InlineData("She has $1,080.", "1080")]
    [InlineData("It fell by 5 - 3 and is -2 degrees", "-2")]
    [InlineData("5-3", "3")]
    [InlineData("pages 5–10", "10")]
    [InlineData("In room-3 there are v1 things and 2 more at 3:30 on the 4th", "2")]
    [InlineData("total:18", "18")]
    [InlineData("5 1/2 pints", "5.5")]
    [InlineData("48/2 = <<48/2=24>>", "24")]
    [InlineData("there are 3 500 g bags", "500")]
    [InlineData("She has $9 500", "9500")]
    public void Extract_Lenient_FallsBackToTheLastNumber(string text, string answer) =>
        Assert.Equal(new ExtractedAnswer(answer, AnswerEvidence.LastNumber), AnswerExtractor.Extract(text, AnswerRule.Lenient));

    [Fact]
    public void Extract_LenientWithStatement_PrefersTheStatement() =>
        Assert.Equal(new ExtractedAnswer("18", AnswerEvidence.Statement), AnswerExtractor.Extract("The answer is 18. Check: 9 * 2 = 18 in 3 steps", AnswerRule.Lenient));

    [Fact]
    public void Extract_LongHostileText_StaysFast()
    {
        string hostile = string.Concat(Enumerable.Repeat("the answer to a ", 5_000)) + new string('1', 20_000) + new string('<', 5_000);

        AnswerExtractor.Extract(hostile, AnswerRule.Lenient);
    }
}
