namespace KPDD.Core.Tests.TextFormats;

public class NumberWordsTests
{
    private static readonly string[] Units =
    [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    [Fact]
    public void Parse_TwoToNinetyNine_GivesTheValue()
    {
        for (int value = 2; value < 100; value++)
        {
            Assert.Equal(value, NumberWords.Parse(Word(value)));
            Assert.Equal(value, NumberWords.Parse(Word(value).ToUpperInvariant()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("one")]
    [InlineData("zero")]
    [InlineData("hundred")]
    [InlineData("twenty-")]
    [InlineData("-two")]
    [InlineData("twenty-ten")]
    [InlineData("two-three")]
    [InlineData("twenty-two-three")]
    [InlineData("sevenths")]
    public void Parse_AnyOtherWord_GivesNull(string word) => Assert.Null(NumberWords.Parse(word));

    private static string Word(int value) => value switch
    {
        < 20 => Units[value],
        _ when value % 10 == 0 => Tens[value / 10],
        _ => $"{Tens[value / 10]}-{Units[value % 10]}",
    };
}
