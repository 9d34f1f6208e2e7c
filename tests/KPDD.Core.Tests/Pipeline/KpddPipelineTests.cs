using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests.Pipeline;

public class KpddPipelineTests
{
    private static readonly KeyPoints Points = new("How many?", ["Ann has 3."]);

    [Fact]
    public async Task SolveAsync_Question_GoesThroughBothStages()
    {
        var pipeline = new KpddPipeline(new FakeExtractor(_ => Points), new FakeSolver(request => request.KeyPoints!.Information[0][^2..^1]));

        SolveResult result = await pipeline.SolveAsync("Ann has 3. How many?");

        Assert.Equal(SolveStatus.Solved, result.Status);
        Assert.Equal("3", result.Answer);
        Assert.Same(Points, result.KeyPoints);
    }

    [Fact]
    public async Task SolveAsync_WithoutExtractor_SolvesFromTheQuestionAlone()
    {
        var solver = new FakeSolver(_ => "7");

        await new KpddPipeline(null, solver).SolveAsync("q");

        Assert.Null(solver.Requests.Single().KeyPoints);
    }

    [Fact]
    public async Task SolveAsync_EmptyKeyPoints_SolvesFromTheQuestionAlone()
    {
        var solver = new FakeSolver(_ => "7");

        SolveResult result = await new KpddPipeline(new FakeExtractor(_ => KeyPoints.Empty), solver).SolveAsync("q");

        Assert.Null(solver.Requests.Single().KeyPoints);
        Assert.Equal("7", result.Answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n\t")]
    public async Task SolveAsync_BlankQuestion_NoAnswerWithoutCallingAStage(string question)
    {
        var solver = new FakeSolver(_ => "7");
        var extractor = new FakeExtractor(_ => throw new InvalidOperationException("called"));

        SolveResult result = await new KpddPipeline(extractor, solver).SolveAsync(question);

        Assert.Equal(SolveStatus.NoAnswer, result.Status);
        Assert.Null(result.Answer);
        Assert.Contains("empty", result.Diagnostic, StringComparison.Ordinal);
        Assert.Empty(solver.Requests);
    }

    [Fact]
    public async Task SolveAsync_BlankQuestion_RationaleHasTheSolversKind()
    {
        var programs = new ProgramOfThoughtSolver(new FakeGenerator(_ => "answer = 1"), new FakeExecutor(_ => throw new InvalidOperationException("called")));
        var chains = new ChainOfThoughtSolver(new FakeGenerator(_ => "The answer is 1"));

        Assert.Equal(RationaleKind.ProgramOfThought, (await new KpddPipeline(null, programs).SolveAsync(" ")).Rationale.Kind);
        Assert.Equal(RationaleKind.ProgramOfThought, (await new KpddPipeline(null, new MajorityVoteSolver(programs)).SolveAsync(" ")).Rationale.Kind);
        Assert.Equal(RationaleKind.ChainOfThought, (await new KpddPipeline(null, chains).SolveAsync(" ")).Rationale.Kind);
        Assert.Equal(RationaleKind.ChainOfThought, (await new KpddPipeline(null, new FakeSolver(_ => "7")).SolveAsync(" ")).Rationale.Kind);
    }

    [Fact]
    public async Task SolveAsync_BadItemsInABatch_OthersAnsweredInOrder()
    {
        var extractor = new FakeExtractor(problem => problem.Question == "key fails" ? throw new InvalidOperationException("key broke") : Points);
        var solver = new FakeSolver(request => request.Problem.Question == "solve fails" ? throw new InvalidOperationException("solve broke") : request.Problem.Question);
        string[] questions = ["1", "", "2", "key fails", "solve fails", "3"];

        IReadOnlyList<SolveResult> results = await new KpddPipeline(extractor, solver).SolveAsync(questions);

        Assert.Equal(questions, results.Select(r => r.Problem.Question));
        Assert.Equal(["1", null, "2", null, null, "3"], results.Select(r => r.Answer));
        Assert.Contains("key broke", results[3].Diagnostic, StringComparison.Ordinal);
        Assert.Contains("solve broke", results[4].Diagnostic, StringComparison.Ordinal);
        Assert.Same(Points, results[4].KeyPoints);
    }

    [Fact]
    public async Task SolveAsync_RealStagesOverAGeneratorThatFailsForOne_OnlyThatOneHasNoAnswer()
    {
        var key = new FakeGenerator(prompt => prompt.Contains("bad", StringComparison.Ordinal)
            ? throw new InvalidOperationException("row broke")
            : "Core question: How many? Information: (1) Ann has 3.");
        var solve = new FakeGenerator(_ => "The answer is 3");

        IReadOnlyList<SolveResult> results = await new KpddPipeline(new KeyPointExtractor(key), new ChainOfThoughtSolver(solve)).SolveAsync(["a", "bad", "c"]);

        Assert.Equal(["3", null, "3"], results.Select(r => r.Answer));
        Assert.Contains("row broke", results[1].Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SolveAsync_StageGivesTooFewResults_InvalidOperation()
    {
        var pipeline = new KpddPipeline(null, new ShortSolver());

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => pipeline.SolveAsync(["a", "b"]));
    }

    [Fact]
    public async Task SolveAsync_InterpreterMissing_Throws()
    {
        var pipeline = new KpddPipeline(null, new FakeSolver(string? (_) => throw new KpddException("no interpreter")));

        await Assert.ThrowsAsync<KpddException>(() => pipeline.SolveAsync(["a", "b"]));
    }

    [Fact]
    public async Task SolveAsync_StageIsCancelled_ThrowsEvenThoughTheBatchHasOthers()
    {
        var pipeline = new KpddPipeline(null, new FakeSolver(string? (_) => throw new OperationCanceledException()));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.SolveAsync(["a", "b"]));
    }

    [Fact]
    public async Task SolveAsync_TokenCancelled_ThrowsEvenForABlankQuestion()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new KpddPipeline(null, new FakeSolver(_ => "7")).SolveAsync("", source.Token));
    }

    [Fact]
    public async Task SolveAsync_NoProblems_Empty() =>
        Assert.Empty(await new KpddPipeline(null, new FakeSolver(_ => "7")).SolveAsync(Array.Empty<MathProblem>()));

    [Fact]
    public async Task SolveAsync_OptionOutOfRange_ArgumentException() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => new KpddPipeline(null, new FakeSolver(_ => "7")).SolveAsync("q", new GenerationOptions { BatchSize = 0 }));

    [Fact]
    public async Task SolveAsync_Stream_SolvesInBatchesAndKeepsOrder()
    {
        var solver = new FakeSolver(request => request.Problem.Question);
        string[] questions = ["1", "2", "", "4", "5"];

        var results = new List<SolveResult>();
        await foreach (SolveResult result in new KpddPipeline(null, solver).SolveAsync(questions.ToAsyncEnumerable(), new GenerationOptions { BatchSize = 2 }))
        {
            results.Add(result);
        }

        Assert.Equal(["1", "2", null, "4", "5"], results.Select(r => r.Answer));
        Assert.Equal(3, solver.Options.Count);
    }

    [Fact]
    public async Task DisposeAsync_OwnedParts_DisposedOnceInReverseOrder()
    {
        var order = new List<string>();
        var parts = new OwnedParts();
        parts.Add(new Part("first", order));
        parts.Add(new Part("second", order));
        var pipeline = new KpddPipeline(null, new FakeSolver(_ => "7"), parts);

        await pipeline.DisposeAsync();
        pipeline.Dispose();

        Assert.Equal(["second", "first"], order);
    }

    [Fact]
    public void Add_PartIsNotDisposable_ArgumentException() =>
        Assert.Throws<ArgumentException>(() => new OwnedParts().Add("text"));

    private sealed class Part(string name, List<string> order) : IDisposable
    {
        public void Dispose() => order.Add(name);
    }

    private sealed class ShortSolver : ISolver
    {
        public Task<IReadOnlyList<SolveResult>> SolveAsync(
            IReadOnlyList<SolveRequest> requests, GenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<SolveResult>>([]);
    }
}
