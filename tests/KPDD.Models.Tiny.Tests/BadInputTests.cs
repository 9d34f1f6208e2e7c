namespace KPDD.Models.Tiny.Tests;

/// <summary>Whatever a user types, there is one clear result, and the others of its batch are answered.</summary>
public class BadInputTests
{
    private const string Good = "There are 6 shelves with 8 jars on each shelf. How many jars are there in all?";

    public static TheoryData<string> Odd => new(
        string.Empty,
        "   \t\n",
        "How are you today?",
        "¿Cuántas manzanas tiene Ana si compra 3 y luego 4 más?",
        "小明有三个苹果，又买了四个。他一共有几个苹果？",
        "\u0000\u0001\u0007 5 \u001b[31m apples \ud800 and 7",
        string.Join(' ', Enumerable.Repeat("apples", 10_000)),
        string.Join(' ', Enumerable.Range(0, 3_000).Select(i => $"He has {i} pens.")) + " How many pens has he?",
        "1234567890123456789012345678901234567890 + 1 is how many?",
        "'; import os; os.system('true') #");

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Solve_OddQuestionInABatch_TheOthersAreAnsweredInOrder(string odd)
    {
        foreach (RationaleKind kind in Enum.GetValues<RationaleKind>())
        {
            await using KpddPipeline pipeline = await TinyModels.LoadPipelineAsync(kind);

            IReadOnlyList<SolveResult> results = await pipeline.SolveAsync(
                [new MathProblem("first", Good), new MathProblem("odd", odd), new MathProblem("last", Good)]);

            Assert.Equal(["first", "odd", "last"], results.Select(r => r.Problem.Id));
            Assert.Equal("48", results[0].Answer);
            Assert.Equal("48", results[2].Answer);
            Assert.True(results[1].Status == SolveStatus.Solved ? results[1].Answer is not null : results[1].Diagnostic is not null);
        }
    }

    [Theory]
    [InlineData(RationaleKind.ProgramOfThought)]
    [InlineData(RationaleKind.ChainOfThought)]
    public async Task Solve_QuestionLongerThanTheStudentReads_SaysThatItsEndWasNotRead(RationaleKind kind)
    {
        await using KpddPipeline pipeline = await TinyModels.LoadPipelineAsync(kind);

        SolveResult result = await pipeline.SolveAsync(new MathProblem("long", string.Concat(Enumerable.Repeat("He has 5 pens. ", 2_500)) + "How many pens has he?"));

        Assert.Contains("cut off", result.Diagnostic, StringComparison.Ordinal);
        Assert.Null((await pipeline.SolveAsync(new MathProblem("short", Good))).Diagnostic);
    }

    [Fact]
    public async Task Solve_EmptyQuestion_SaysSo()
    {
        await using KpddPipeline pipeline = await TinyModels.LoadPipelineAsync();

        SolveResult result = await pipeline.SolveAsync(new MathProblem("empty", string.Empty), cancellationToken: default);

        Assert.Equal(SolveStatus.NoAnswer, result.Status);
        Assert.NotNull(result.Diagnostic);
    }
}
