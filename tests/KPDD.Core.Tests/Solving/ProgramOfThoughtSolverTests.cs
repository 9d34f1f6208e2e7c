using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests.Solving;

public class ProgramOfThoughtSolverTests
{
    private static readonly StudentDescription FiveBeams = new() { NumBeams = 5 };

    [Fact]
    public async Task SolveAsync_ProgramLeavesValue_IsTheAnswer()
    {
        var executor = new FakeExecutor(_ => FakeExecutor.Value("7"));

        SolveResult result = await SolveOneAsync(new FakeGenerator(_ => "answer = 3 + 4"), executor);

        Assert.Equal(SolveStatus.Solved, result.Status);
        Assert.Equal("7", result.Answer);
        Assert.Equal("answer = 3 + 4", result.Rationale.Text);
        Assert.Equal(ProgramOutcome.Value, result.Program!.Outcome);
        Assert.Null(result.Diagnostic);
    }

    [Fact]
    public async Task SolveAsync_StudentDescribesBeams_AsksForAsManyHypotheses()
    {
        var student = new FakeStudent(FiveBeams, _ => new GeneratedText("7"));

        await SolveOneAsync(student, new FakeExecutor());

        Assert.Equal(5, student.LastOptions!.NumBeams);
        Assert.Equal(5, student.LastOptions.NumReturnSequences);
    }

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(false, null, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public async Task SolveAsync_KeyPoints_QuestionAloneIsReadTooAsTheOptionsElseTheStudentSay(bool described, bool? asked, bool both)
    {
        var student = new FakeStudent(new StudentDescription { VoteWithoutKeyPoints = described }, _ => new GeneratedText("7"));
        var solver = new ProgramOfThoughtSolver(student, new FakeExecutor(), new ProgramOfThoughtOptions { VoteWithoutKeyPoints = asked });

        await solver.SolveAsync([new SolveRequest(Problems.One("How many?"), new KeyPoints("How many?", ["Three."]))]);

        Assert.Equal(both ? 2 : 1, Assert.Single(student.Batches).Distinct().Count());
    }

    [Fact]
    public async Task SolveAsync_NotExecutionGuided_RunsOnlyTheFirst()
    {
        var student = new FakeStudent(FiveBeams, _ => FakeGenerator.Hypotheses(("-3", -0.1), ("7", -0.2)));
        var executor = new FakeExecutor();

        SolveResult result = await SolveOneAsync(student, executor, new ProgramOfThoughtOptions { ExecutionGuided = false });

        Assert.Equal("-3", result.Answer);
        Assert.Equal(["-3"], executor.Programs);
        Assert.Null(student.LastOptions!.NumReturnSequences);
    }

    [Fact]
    public async Task SolveAsync_FirstCandidateFails_NextIsTaken()
    {
        var generator = new FakeGenerator(_ => FakeGenerator.Hypotheses(("broken", -0.1), ("7", -0.2)));
        var executor = new FakeExecutor(program => program == "broken" ? new ProgramResult(ProgramOutcome.SyntaxError) : FakeExecutor.Value(program));

        Assert.Equal("7", (await SolveOneAsync(generator, executor)).Answer);
    }

    [Fact]
    public async Task SolveAsync_EqualPrograms_RunOnce()
    {
        var executor = new FakeExecutor();

        await SolveOneAsync(new FakeGenerator(_ => FakeGenerator.Hypotheses(("7", 0), ("7 ", 0), ("8", 0))), executor);

        Assert.Equal(["7", "8"], executor.Programs);
    }

    [Theory]
    [InlineData(ProgramOutcome.Timeout, SolveStatus.ProgramTimedOut)]
    [InlineData(ProgramOutcome.PolicyViolation, SolveStatus.ProgramRejected)]
    [InlineData(ProgramOutcome.RuntimeError, SolveStatus.ProgramFailed)]
    [InlineData(ProgramOutcome.SyntaxError, SolveStatus.ProgramFailed)]
    [InlineData(ProgramOutcome.MemoryLimit, SolveStatus.ProgramFailed)]
    [InlineData(ProgramOutcome.Crashed, SolveStatus.ProgramFailed)]
    [InlineData(ProgramOutcome.NoAnswer, SolveStatus.NoAnswer)]
    [InlineData(ProgramOutcome.UnsupportedValue, SolveStatus.NoAnswer)]
    public async Task SolveAsync_NoCandidateSucceeds_KeepsTheBestCandidatesRun(ProgramOutcome outcome, SolveStatus expected)
    {
        var generator = new FakeGenerator(_ => FakeGenerator.Hypotheses(("first", -0.1), ("second", -0.2)));
        var executor = new FakeExecutor(program => new ProgramResult(program == "first" ? outcome : ProgramOutcome.Crashed));

        SolveResult result = await SolveOneAsync(generator, executor);

        Assert.Equal(expected, result.Status);
        Assert.Equal("first", result.Rationale.Text);
        Assert.Equal(outcome, result.Program!.Outcome);
        Assert.Null(result.Answer);
        Assert.NotNull(result.Diagnostic);
    }

    [Fact]
    public async Task SolveAsync_ValueIsNoNumber_NoAnswer()
    {
        SolveResult result = await SolveOneAsync(new FakeGenerator(_ => "x"), new FakeExecutor(_ => FakeExecutor.Value("'seven apples'")));

        Assert.Equal(SolveStatus.NoAnswer, result.Status);
        Assert.Contains("seven apples", result.Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SolveAsync_StudentWritesNothing_NothingIsRun()
    {
        var executor = new FakeExecutor();

        SolveResult result = await SolveOneAsync(new FakeGenerator(_ => " \n"), executor);

        Assert.Equal(SolveStatus.NoAnswer, result.Status);
        Assert.Empty(executor.Programs);
    }

    [Fact]
    public async Task SolveAsync_ExecutorThrowsForOneProgram_OthersAreSolved()
    {
        var generator = new FakeGenerator(prompt => prompt.Contains("bad", StringComparison.Ordinal) ? "bad" : "7");
        var executor = new FakeExecutor(program => program == "bad" ? throw new IOException("pipe is gone") : FakeExecutor.Value(program));

        IReadOnlyList<SolveResult> results = await new ProgramOfThoughtSolver(generator, executor).SolveAsync(Problems.Requests("a", "bad", "c"));

        Assert.Equal([SolveStatus.Solved, SolveStatus.ProgramFailed, SolveStatus.Solved], results.Select(r => r.Status));
        Assert.Contains("pipe is gone", results[1].Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SolveAsync_InterpreterMissing_Throws()
    {
        var executor = new FakeExecutor(_ => throw new KpddException("no interpreter"));

        await Assert.ThrowsAsync<KpddException>(() => SolveOneAsync(new FakeGenerator(_ => "7"), executor));
    }

    [Fact]
    public async Task SolveAsync_CancelledWhileAProgramRuns_Throws()
    {
        using var source = new CancellationTokenSource();
        var executor = new FakeExecutor(program =>
        {
            source.Cancel();
            return FakeExecutor.Value(program);
        });
        var generator = new FakeGenerator(_ => FakeGenerator.Hypotheses(("7", 0), ("8", 0)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ProgramOfThoughtSolver(generator, executor).SolveAsync(Problems.Requests("a"), null, source.Token));
        Assert.Single(executor.Programs);
    }

    [Fact]
    public async Task SolveAsync_SeveralAtOnce_OrderIsTheRequests()
    {
        var generator = new FakeGenerator(prompt => prompt.Split(' ')[1]);
        string[] numbers = [.. Enumerable.Range(1, 40).Select(i => $"{i}")];

        IReadOnlyList<SolveResult> results = await new ProgramOfThoughtSolver(
            generator, new YieldingExecutor(), new ProgramOfThoughtOptions { MaxConcurrency = 4 }).SolveAsync(Problems.Requests(numbers));

        Assert.Equal(numbers, results.Select(r => r.Answer));
    }

    [Fact]
    public async Task SolveAsync_Sampling_LeavesBeamsAlone()
    {
        var student = new FakeStudent(FiveBeams, _ => new GeneratedText("7"));

        await new ProgramOfThoughtSolver(student, new FakeExecutor()).SolveAsync(Problems.Requests("q"), new GenerationOptions { Sample = true, NumBeams = 1 });

        Assert.True(student.LastOptions!.Sample);
        Assert.Equal(1, student.LastOptions.NumBeams);
    }

    [Fact]
    public async Task SolveAsync_CallersOptions_StayAsTheyWere()
    {
        var options = new GenerationOptions();

        await new ProgramOfThoughtSolver(new FakeStudent(FiveBeams, _ => new GeneratedText("7")), new FakeExecutor())
            .SolveAsync(Problems.Requests("q"), options);

        Assert.Null(options.NumBeams);
    }

    [Fact]
    public void Constructor_CandidatesOutOfRange_ArgumentException() =>
        Assert.ThrowsAny<ArgumentException>(() =>
            new ProgramOfThoughtSolver(new FakeGenerator(_ => ""), new FakeExecutor(), new ProgramOfThoughtOptions { Candidates = 0 }));

    private static async Task<SolveResult> SolveOneAsync(
        ITextGenerator generator, IProgramExecutor executor, ProgramOfThoughtOptions? options = null) =>
        (await new ProgramOfThoughtSolver(generator, executor, options).SolveAsync(Problems.Requests("Ann has 3 apples and buys 4.")))[0];

    private sealed class YieldingExecutor : IProgramExecutor
    {
        public async Task<ProgramResult> ExecuteAsync(string program, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return FakeExecutor.Value(program);
        }
    }
}
