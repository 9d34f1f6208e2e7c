namespace KPDD.Core.Tests.TextFormats;

public class QuestionTokenTests
{
    [Theory]
    [InlineData("1,250", "1250")]
    [InlineData("1,250,000.50", "1250000.5")]
    [InlineData("12.5", "12.5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.0", "5")]
    [InlineData("007", "7")]
    [InlineData("0", "0")]
    [InlineData("1/2", "(1/2)")]
    [InlineData("07/09", "(7/9)")]
    [InlineData("0/3", "(0/3)")]
    [InlineData("\uFF11\uFF12.\uFF15", "12.5")]
    [InlineData("\u0661\u0662", "12")]
    [InlineData("seven", "7")]
    [InlineData("Twenty-Five", "25")]
    [InlineData("00123456789012345678901234567890123456789", "123456789012345678901234567890123456789")]
    public void Split_Number_GivesTheLiteralAProgramWrites(string text, string literal)
    {
        QuestionToken token = Assert.Single(QuestionToken.Split(text));

        Assert.Equal(literal, token.Literal);
    }

    [Theory]
    [InlineData("3rd")]
    [InlineData("21st")]
    [InlineData("12th")]
    [InlineData("one")]
    [InlineData("a")]
    [InlineData("twenty-ten")]
    [InlineData("second")]
    [InlineData("?")]
    public void Split_OrdinalOrWord_StaysAWord(string text)
    {
        QuestionToken token = Assert.Single(QuestionToken.Split(text));

        Assert.Null(token.Literal);
        Assert.Equal(text, token.Text);
    }

    [Fact]
    public void Split_DigitInsideAWord_IsNoQuantity() =>
        Assert.All(QuestionToken.Split("room A4"), token => Assert.Null(token.Literal));

    [Theory]
    [InlineData("4kg", "4", "kg")]
    [InlineData("$20%", "$", "20", "%")]
    [InlineData("12,50", "12", ",", "50")]
    [InlineData("Tom's well-known hat", "tom", "'", "s", "well-known", "hat")]
    [InlineData("He said “two”—or ‘three’", "he", "said", "\"", "two", "\"", "-", "or", "'", "three", "'")]
    public void Split_Text_GivesLowerCaseWordsAndPlainMarks(string text, params string[] expected) =>
        Assert.Equal(expected, QuestionToken.Split(text).Select(token => token.Text));

    [Fact]
    public void Split_AnyText_PositionsRiseAndPointIntoTheQuestion()
    {
        const string Question = "  Tom\thad 1,250 pens;\u0000 Ann – 1/2.\r\n";
        int end = 0;
        foreach (QuestionToken token in QuestionToken.Split(Question))
        {
            Assert.InRange(token.Start, end, token.End - 1);
            Assert.False(char.IsWhiteSpace(Question[token.Start]) || char.IsControl(Question[token.Start]));
            end = token.End;
        }

        Assert.InRange(end, 1, Question.Length);
    }
}
