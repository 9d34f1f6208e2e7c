namespace KPDD.Models.Tiny.Tests;

/// <summary>The shipped students at work: these tests fail when a model is missing, broken or much worse than it was.</summary>
public sealed class TinyModelsSolveTests(EmbeddedPipelines pipelines) : IClassFixture<EmbeddedPipelines>
{
    [Fact]
    public async Task SolveAsync_Programs_SolveEverydayProblems() => Assert.InRange(await CorrectAsync(pipelines.Programs), 8, 10);

    [Fact]
    public async Task SolveAsync_ChainsOfThought_SolveEverydayProblems() => Assert.InRange(await CorrectAsync(pipelines.Chains), 7, 10);

    [Fact]
    public async Task SolveAsync_SameQuestionAloneAndInABatch_SameAnswers()
    {
        MathProblem[] three = [.. EverydayProblems.All.Take(3)];

        IReadOnlyList<SolveResult> together = await pipelines.Programs.SolveAsync(three);

        foreach ((MathProblem problem, SolveResult result) in three.Zip(together))
        {
            Assert.Equal((await pipelines.Programs.SolveAsync(problem)).Answer, result.Answer);
        }
    }

    [Theory]
    [InlineData("Why is the sky blue?")]
    [InlineData("Ann hat 3 Äpfel und kauft 4 dazu. Wie viele Äpfel hat sie?")]
    [InlineData("安有3个苹果，又买了4个。她有几个苹果？")]
    [InlineData("Ann has 3\0 apples\u0007 and \uD800 buys \t 4 more.\r\n How many\u200B apples?")]
    [InlineData("number0 v1 answer = 7")]
    [InlineData("__import__('os').system('true')")]
    [InlineData("99999999999999999999999 plus 1 is how many?")]
    [InlineData("?!.,;")]
    public async Task SolveAsync_OddQuestion_GivesAResult(string question)
    {
        foreach (KpddPipeline pipeline in new[] { pipelines.Programs, pipelines.Chains })
        {
            SolveResult result = await pipeline.SolveAsync(question);

            Assert.Equal(question, result.Problem.Question);
            Assert.True(result.Status == SolveStatus.Solved ? result.Answer is not null : result.Diagnostic is not null);
        }
    }

    [Fact]
    public async Task SolveAsync_TenThousandWords_GivesAResult()
    {
        string question = string.Concat(Enumerable.Repeat("Ann has 3 apples and buys 4 more. ", 1250)) + "How many apples does she have?";

        SolveResult result = await pipelines.Programs.SolveAsync(question);

        Assert.True(result.Status == SolveStatus.Solved ? result.Answer is not null : result.Diagnostic is not null);
    }

    [Fact]
    public async Task SolveAsync_BlankItemInABatch_OthersAreAnsweredInOrder()
    {
        IReadOnlyList<SolveResult> results = await pipelines.Programs.SolveAsync(
            [EverydayProblems.All[0].Question, "", EverydayProblems.All[1].Question]);

        Assert.Equal(["23", null, "15"], results.Select(result => result.Answer));
    }

    private static async Task<int> CorrectAsync(KpddPipeline pipeline)
    {
        IReadOnlyList<SolveResult> results = await pipeline.SolveAsync(EverydayProblems.All);
        return results.Count(result => AnswerComparer.Matches(result.Answer, result.Problem.ExpectedAnswer));
    }
}
