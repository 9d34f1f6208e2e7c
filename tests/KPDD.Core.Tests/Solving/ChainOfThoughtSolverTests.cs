using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests.Solving;

public class ChainOfThoughtSolverTests
{
    [Fact]
    public async Task SolveAsync_ChainEndsWithNumber_IsTheAnswer()
    {
        var solver = new ChainOfThoughtSolver(new FakeGenerator(_ => "3 + 4 = 7. The answer is 7."));

        SolveResult result = (await solver.SolveAsync(Problems.Requests("Ann has 3 and buys 4.")))[0];

        Assert.Equal(SolveStatus.Solved, result.Status);
        Assert.Equal("7", result.Answer);
        Assert.Equal(RationaleKind.ChainOfThought, result.Rationale.Kind);
    }

    [Fact]
    public async Task SolveAsync_ChainWithoutNumber_NoAnswerWithDiagnostic()
    {
        var solver = new ChainOfThoughtSolver(new FakeGenerator(_ => "I do not know."));

        SolveResult result = (await solver.SolveAsync(Problems.Requests("How many?")))[0];

        Assert.Equal(SolveStatus.NoAnswer, result.Status);
        Assert.Null(result.Answer);
        Assert.NotNull(result.Diagnostic);
        Assert.Equal("I do not know.", result.Rationale.Text);
    }

    [Fact]
    public async Task SolveAsync_RequestHasKeyPoints_PromptAndResultHoldThem()
    {
        var generator = new FakeGenerator(_ => "7");
        var points = new KeyPoints("How many in all?", ["Ann has 3."]);

        SolveResult result = (await new ChainOfThoughtSolver(generator).SolveAsync([new SolveRequest(Problems.One("Ann has 3."), points)]))[0];

        Assert.Contains("How many in all?", generator.Batches[0][0], StringComparison.Ordinal);
        Assert.Same(points, result.KeyPoints);
    }

    [Fact]
    public async Task SolveAsync_SeveralHypothesesAsked_OnlyTheBestIsGenerated()
    {
        var generator = new FakeGenerator(_ => "7");

        await new ChainOfThoughtSolver(generator).SolveAsync(Problems.Requests("q"), new GenerationOptions { NumBeams = 4, NumReturnSequences = 4 });

        Assert.Equal(4, generator.LastOptions!.NumBeams);
        Assert.Null(generator.LastOptions.NumReturnSequences);
    }

    [Fact]
    public async Task SolveAsync_GeneratorGivesTooFewTexts_InvalidOperation()
    {
        var solver = new ChainOfThoughtSolver(new ShortGenerator());

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => solver.SolveAsync(Problems.Requests("a", "b")));
    }

    private sealed class ShortGenerator : ITextGenerator
    {
        public Task<IReadOnlyList<GeneratedText>> GenerateAsync(
            IReadOnlyList<string> prompts, GenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<GeneratedText>>([new GeneratedText("7")]);
    }
}
