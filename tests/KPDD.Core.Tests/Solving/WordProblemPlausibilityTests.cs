using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests.Solving;

public class WordProblemPlausibilityTests
{
    [Theory]
    [InlineData("Ann has 3 apples and buys 4.", "7", true)]
    [InlineData("Ann has 3 apples and buys 4.", "7.0", true)]
    [InlineData("Ann has 3 apples and buys 4.", "0", true)]
    [InlineData("Ann has 3 apples and buys 4.", "-1", false)]
    [InlineData("Ann has 3 apples and buys 4.", "0.75", false)]
    [InlineData("Ann has 3 apples and buys 4.", "many", false)]
    [InlineData("Ann has 2.5 apples and buys 4.", "6.5", true)]
    [InlineData("Ann ate 1/2 of 3 cakes.", "1.5", true)]
    [InlineData("Ann pays $ 3 for 4 apples.", "0.75", true)]
    [InlineData("What is the average of 3 and 4?", "3.5", true)]
    [InlineData("Ann gives half of 3 cakes away.", "1.5", true)]
    [InlineData("A train drives 3 miles in 4 hours. What is its speed?", "0.75", true)]
    [InlineData("Ann pays $ 3 for 4 apples.", "-0.75", false)]
    [InlineData("Ann pays $ 4 for 3 apples.", "1.3333333333", false)]
    public void IsPlausible_Answer_AsExpected(string question, string answer, bool expected) =>
        Assert.Equal(expected, new WordProblemPlausibility().IsPlausible(Problems.One(question), answer));
}
