namespace KPDD.Core.Tests.TextFormats;

public class ClauseSplitterTests
{
    [Theory]
    [InlineData("Joan found 70 shells. She gave Sam 27. How many are left?", "Joan found 70 shells.", "She gave Sam 27.", "How many are left?")]
    [InlineData("Tom has 3 pens, Ann has 5 pens.", "Tom has 3 pens,", "Ann has 5 pens.")]
    [InlineData("Tom has 3 red, blue and green pens.", "Tom has 3 red, blue and green pens.")]
    [InlineData("If each box holds 5 pens, how many pens are in 4 boxes?", "If each box holds 5 pens,", "how many pens are in 4 boxes?")]
    [InlineData("So how many pens are there?", "So how many pens are there?")]
    [InlineData("Mrs. Smith baked 12 cakes. Find the rest.", "Mrs. Smith baked 12 cakes.", "Find the rest.")]
    [InlineData("What he bought cost 5 dollars.", "What he bought cost 5 dollars.")]
    [InlineData("Tom has 3 pens; Ann has none! no end", "Tom has 3 pens;", "Ann has none!", "no end")]
    public void Split_Question_CutsAtStatementsAndAtWhatIsAsked(string question, params string[] expected) =>
        Assert.Equal(expected, Texts(question));

    [Fact]
    public void Split_NoToken_GivesNoClause() => Assert.Empty(ClauseSplitter.Split([]));

    [Fact]
    public void Split_MoreThanSixteenSentences_LastClauseHoldsTheRest()
    {
        string question = string.Join(' ', Enumerable.Range(1, 20).Select(i => $"Box {i} is red."));

        string[] clauses = Texts(question);

        Assert.Equal(MaskedQuestion.MaxClauses, clauses.Length);
        Assert.Equal("Box 1 is red.", clauses[0]);
        Assert.Equal("Box 16 is red. Box 17 is red. Box 18 is red. Box 19 is red. Box 20 is red.", clauses[^1]);
    }

    [Fact]
    public void Split_RandomText_ClausesCoverEveryTokenInOrder()
    {
        string[] words = ["tom", "has", "3", "two", ",", ".", "?", ";", "how", "many", "what", "is", "mrs", "which", "find", "!"];
        var random = new Random(7);
        for (int i = 0; i < 500; i++)
        {
            List<QuestionToken> tokens = QuestionToken.Split(string.Join(' ', Enumerable.Range(0, random.Next(60)).Select(_ => words[random.Next(words.Length)])));

            int end = 0;
            foreach (Range range in ClauseSplitter.Split(tokens))
            {
                Assert.Equal(end, range.Start.Value);
                Assert.True(range.End.Value > end);
                end = range.End.Value;
            }

            Assert.Equal(tokens.Count, end);
        }
    }

    [Theory]
    [InlineData("How many pens are there", true)]
    [InlineData("Is that all?", true)]
    [InlineData("Calculate the rest.", true)]
    [InlineData("Tom knows how to swim.", false)]
    [InlineData("Tom has 3 pens.", false)]
    public void Asks_Clause_TellsQuestionsFromStatements(string clause, bool expected) =>
        Assert.Equal(expected, ClauseSplitter.Asks(QuestionToken.Split(clause)));

    private static string[] Texts(string question)
    {
        List<QuestionToken> tokens = QuestionToken.Split(question);
        return [.. ClauseSplitter.Split(tokens).Select(range => question[tokens[range.Start].Start..tokens[range.End.Value - 1].End])];
    }
}
