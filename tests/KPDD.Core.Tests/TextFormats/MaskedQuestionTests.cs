namespace KPDD.Core.Tests.TextFormats;

public class MaskedQuestionTests
{
    [Fact]
    public void Parse_Question_NamesQuantitiesInTheOrderOfTheText()
    {
        MaskedQuestion masked = MaskedQuestion.Parse("Tom paid $1,250.50 for twenty-two pens. One was 1/2 price on the 3rd day. How many of the 22 pens?");

        Assert.Equal(["1250.5", "22", "(1/2)", "22"], masked.Quantities);
        Assert.Equal(
            ["tom paid $ number0 for number1 pens .", "one was number2 price on the 3rd day .", "how many of the number3 pens ?"],
            masked.Clauses.Select(c => c.Masked));
        Assert.Equal([["number0", "number1"], ["number2"], ["number3"]], masked.Clauses.Select(c => c.Quantities));
        Assert.Equal(2, masked.QuestionClause);
    }

    [Fact]
    public void Parse_Question_ClauseTextsAreVerbatim()
    {
        const string Question = "  JOAN   found 70\tshells.She gave Sam “27” of them .\nHow many, then ?  ";

        MaskedQuestion masked = MaskedQuestion.Parse(Question);

        Assert.Equal(["JOAN   found 70\tshells.", "She gave Sam “27” of them .", "How many, then ?"], masked.Clauses.Select(c => c.Text));
        Assert.Equal(Question, masked.ToString());
    }

    [Fact]
    public void Parse_MoreThanSixteenQuantities_FurtherOnesStayTheWordNumber()
    {
        MaskedQuestion masked = MaskedQuestion.Parse(string.Join(' ', Enumerable.Range(100, 20)) + " ?");

        Assert.Equal(Enumerable.Range(100, 16).Select(i => $"{i}"), masked.Quantities);
        Assert.EndsWith("number15 number number number number ?", masked.Clauses[0].Masked, StringComparison.Ordinal);
        Assert.Equal("115", masked.Literal("number15"));
        Assert.Equal(16, masked.Clauses[0].Quantities.Count);
    }

    [Theory]
    [InlineData("number2")]
    [InlineData("number16")]
    [InlineData("number")]
    [InlineData("number-1")]
    [InlineData("number99999999999")]
    [InlineData("numbers")]
    [InlineData("pens")]
    [InlineData("")]
    public void Literal_NoSuchQuantity_GivesNull(string name) => Assert.Null(MaskedQuestion.Parse("3 pens and 4 hats").Literal(name));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\u0000\u0001\u001F\u200B")]
    public void Parse_NoToken_HasNoClauses(string question)
    {
        MaskedQuestion masked = MaskedQuestion.Parse(question);

        Assert.Empty(masked.Clauses);
        Assert.Empty(masked.Quantities);
        Assert.Equal(-1, masked.QuestionClause);
    }

    [Theory]
    [InlineData("小明有 3 个苹果，又买了 5 个。他一共有几个？", "3", "5")]
    [InlineData("У Анны 12 яблок. Сколько осталось?", "12")]
    [InlineData("José tiene 4 manzanas. ¿Cuántas manzanas hay?", "4")]
    [InlineData("كم تفاحة لدى 7 أطفال؟", "7")]
    [InlineData("🍎🍎 2 apples \uD83C", "2")]
    public void Parse_OtherLanguages_StillMasksDigits(string question, params string[] quantities)
    {
        MaskedQuestion masked = MaskedQuestion.Parse(question);

        Assert.Equal(quantities, masked.Quantities);
        Assert.All(masked.Clauses, clause => Assert.Contains(clause.Text, question, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_ControlCharactersBetweenWords_AreNoTokens()
    {
        MaskedQuestion masked = MaskedQuestion.Parse("Tom\u0007 has\u0000 3 pens.");

        Assert.Equal("tom has number0 pens .", Assert.Single(masked.Clauses).Masked);
    }

    [Fact]
    public void Parse_TenThousandWords_KeepsTheLimitsAndEveryWord()
    {
        string question = string.Join(' ', Enumerable.Range(0, 10_000).Select(i => i % 7 == 0 ? "5," : i % 50 == 1 ? "end." : "word"));

        MaskedQuestion masked = MaskedQuestion.Parse(question);

        Assert.Equal(MaskedQuestion.MaxClauses, masked.Clauses.Count);
        Assert.Equal(MaskedQuestion.MaxQuantities, masked.Quantities.Count);
        Assert.Equal(question, string.Join(' ', masked.Clauses.Select(c => c.Text)));
    }

    [Fact]
    public void FindClauses_StatementsInOtherSpelling_FindsTheirClauses()
    {
        MaskedQuestion masked = MaskedQuestion.Parse("Joan found 70 shells. Sam has 5 cats. How many shells are left?");

        Assert.Equal([0], masked.FindClauses(["joan found 70 shells"]));
        Assert.Equal([0, 2], masked.FindClauses(["HOW MANY shells are left", "found 70 shells!"]));
        Assert.Equal([0, 1], masked.FindClauses(["Joan found 70 shells. Sam has 5 cats."]));
        Assert.Empty(masked.FindClauses(["Ann has 5 dogs.", "", "?"]));
    }

    [Fact]
    public void FindClauses_ClosingQuoteAfterTheQuestion_IsNoClauseOfAnyStatement()
    {
        MaskedQuestion masked = MaskedQuestion.Parse("Joan found 70 shells. She asked: \"How many shells are left?\"");

        Assert.Equal("\"", masked.Clauses[^1].Text);
        Assert.Equal([2], masked.FindClauses(["How many shells are left?"]));
    }
}
