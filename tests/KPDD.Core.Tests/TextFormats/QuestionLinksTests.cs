namespace KPDD.Core.Tests.TextFormats;

public class QuestionLinksTests
{
    [Fact]
    public void Apply_WordsTheQuestionRepeats_AreMarkedInTheOrderOfTheQuestion() =>
        Assert.Equal(
            "she saw number0 hens same0 on monday same1 and number1 on tuesday . how many hens same0 did she see on monday same1 ?",
            Linked("She saw 3 hens on Monday and 5 on Tuesday. How many hens did she see on Monday?"));

    [Theory]
    [InlineData("Tom picked 3 berries. How many berry pies?", "berries same0", "berry same0")]
    [InlineData("Tom painted 3 walls. How many did he paint?", "painted same0", "paint same0")]
    [InlineData("Tom has 3 boxes. How many in one box?", "boxes same0", "box same0")]
    public void Apply_OtherEndingOfTheSameWord_IsLinked(string question, string told, string asked)
    {
        string linked = Linked(question);

        Assert.Contains(told, linked, StringComparison.Ordinal);
        Assert.Contains(asked, linked, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_FunctionWordsAndQuantities_AreNotLinked() =>
        Assert.DoesNotContain("same", Linked("He had 3 of the 5 in it. How many of the 5 did he have?"), StringComparison.Ordinal);

    [Fact]
    public void Apply_MoreThanTenWords_LinksTheFirstTen()
    {
        const string Words = "alpha bravo cobra delta eagle flint grape honey ivory jolly koala lemon";

        string linked = Linked($"Tom saw {Words}. How many {Words}?");

        Assert.Equal(2, linked.Split("same9 ").Length - 1);
        Assert.DoesNotContain("same10", linked, StringComparison.Ordinal);
        Assert.EndsWith("jolly same9 koala lemon ?", linked, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_NoQuestion_LeavesTheClausesAsTheyAre()
    {
        MaskedQuestion masked = MaskedQuestion.Parse("Tom has 3 hens. Ann has 5 hens.");

        Assert.Equal(masked.Clauses.Select(c => c.Masked), QuestionLinks.Apply(masked.Clauses, -1));
    }

    [Fact]
    public void Apply_QuestionAlone_HasNothingToLink() =>
        Assert.Equal("how many hens are hens ?", Linked("How many hens are hens?"));

    private static string Linked(string question)
    {
        MaskedQuestion masked = MaskedQuestion.Parse(question);
        return string.Join(' ', QuestionLinks.Apply(masked.Clauses, masked.QuestionClause));
    }
}
