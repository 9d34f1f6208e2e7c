using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests;

public class EvaluatorTests
{
    [Fact]
    public async Task EvaluateAsync_MixedResults_CountsThem()
    {
        MathProblem[] problems = EvaluationSamples.Problems("1", "2", "3", "4");
        var progress = new List<EvaluationProgress>();

        EvaluationReport report = await new Evaluator().EvaluateAsync(
            (batch, _, _) => Results(batch, p => p.Id switch
            {
                "p0" => EvaluationSamples.Stated(p, "1"),
                "p1" => EvaluationSamples.Words(p, "2", "1 + 1 = 2 apples"),
                "p2" => EvaluationSamples.Stated(p, "4"),
                _ => EvaluationSamples.Stated(p, null),
            }),
            problems,
            new EvaluationOptions { BatchSize = 3 },
            new SynchronousProgress(progress.Add));

        Assert.Equal((4, 3, 1, 0.25), (report.Total, report.Answered, report.Correct, report.Accuracy));
        Assert.Equal(2, report.CountCorrect(AnswerRule.Lenient));
        Assert.Equal(3, report.PerStatus[SolveStatus.Solved]);
        Assert.Equal(1, report.PerStatus[SolveStatus.NoAnswer]);
        Assert.Equal(0, report.PerStatus[SolveStatus.ProgramTimedOut]);
        Assert.Equal(1, report.PerEvidence[AnswerEvidence.LastNumber]);
        Assert.Equal(problems, report.Items.Select(i => i.Problem));
        Assert.Equal([new EvaluationProgress(3, 4, 1), new EvaluationProgress(4, 4, 1)], progress);
    }

    [Fact]
    public async Task EvaluateAsync_OneProblemThrows_CostsOnlyThatProblem()
    {
        EvaluationReport report = await new Evaluator().EvaluateAsync(
            (batch, _, _) => batch.Any(p => p.Id == "p1") ? throw new InvalidDataException("bad item") : Results(batch, p => EvaluationSamples.Stated(p, "1")),
            EvaluationSamples.Problems("1", "1", "1"));

        Assert.Equal((3, 2, 2), (report.Total, report.Answered, report.Correct));
        Assert.Equal(SolveStatus.NoAnswer, report.Items[1].Result.Status);
        Assert.Contains("bad item", report.Items[1].Result.Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateAsync_MissingBackend_IsNotCountedAsWrongAnswers() =>
        await Assert.ThrowsAsync<KpddException>(() => new Evaluator().EvaluateAsync((_, _, _) => throw new KpddException("no Python"), EvaluationSamples.Problems("1")));

    [Fact]
    public async Task EvaluateAsync_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Evaluator().EvaluateAsync(
            async (batch, _, _) =>
            {
                await source.CancelAsync();
                return await Results(batch, p => EvaluationSamples.Stated(p, "1"));
            },
            EvaluationSamples.Problems("1"),
            cancellationToken: source.Token));
    }

    [Fact]
    public async Task EvaluateAsync_ResultsInAnotherOrder_IsABrokenContract() =>
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => new Evaluator().EvaluateAsync(
            (batch, _, _) => Results([.. batch.Reverse()], p => EvaluationSamples.Stated(p, "1")), EvaluationSamples.Problems("1", "2")));

    [Fact]
    public async Task EvaluateAsync_NoGoldAnswerOrSharedId_IsMisuse()
    {
        var evaluator = new Evaluator();
        MathProblem problem = EvaluationSamples.Problem("p0", "1");

        ArgumentException noGold = await Assert.ThrowsAsync<ArgumentException>(() => Run([problem with { ExpectedAnswer = null }]));
        ArgumentException shared = await Assert.ThrowsAsync<ArgumentException>(() => Run([problem, problem]));
        await Assert.ThrowsAsync<ArgumentException>(() => evaluator.EvaluateAsync(new FakeSolver(_ => "1"), [problem], new EvaluationOptions { BatchSize = 0 }));

        Assert.Contains("'p0'", noGold.Message, StringComparison.Ordinal);
        Assert.Contains("'p0'", shared.Message, StringComparison.Ordinal);

        Task<EvaluationReport> Run(MathProblem[] problems) => evaluator.EvaluateAsync(new FakeSolver(_ => "1"), problems);
    }

    [Fact]
    public async Task EvaluateAsync_SolverAndPipeline_GiveTheSameFigures()
    {
        MathProblem[] problems = EvaluationSamples.Problems("1", "2");
        var options = new EvaluationOptions { Rule = AnswerRule.Lenient };

        EvaluationReport solver = await new Evaluator().EvaluateAsync(new FakeSolver(_ => "1"), problems, options);
        EvaluationReport pipeline = await new Evaluator().EvaluateAsync(new KpddPipeline(null, new FakeSolver(_ => "1")), problems, options);

        Assert.Equal((1, 0.5), (solver.Correct, solver.Accuracy));
        Assert.Equal((1, 0.5), (pipeline.Correct, pipeline.Accuracy));
        Assert.Equal(AnswerRule.Lenient, pipeline.Rule);
    }

    [Fact]
    public async Task EvaluateAsync_Seconds_ComeFromTheClock()
    {
        var clock = new ManualClock();

        EvaluationReport report = await new Evaluator(clock).EvaluateAsync(
            (batch, _, _) =>
            {
                clock.Advance(TimeSpan.FromSeconds(2.5));
                return Results(batch, p => EvaluationSamples.Stated(p, "1"));
            },
            EvaluationSamples.Problems("1"));

        Assert.Equal(2.5, report.Seconds);
    }

    [Fact]
    public async Task EvaluateAsync_NoProblems_GivesAnEmptyReport()
    {
        EvaluationReport report = await new Evaluator().EvaluateAsync(new FakeSolver(_ => "1"), []);

        Assert.Equal((0, 0, 0.0), (report.Total, report.Correct, report.Accuracy));
    }

    private static Task<IReadOnlyList<SolveResult>> Results(IReadOnlyList<MathProblem> batch, Func<MathProblem, SolveResult> solve) =>
        Task.FromResult<IReadOnlyList<SolveResult>>([.. batch.Select(solve)]);

    private sealed class SynchronousProgress(Action<EvaluationProgress> report) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => report(value);
    }

    private sealed class ManualClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Advance(TimeSpan time) => ticks += time.Ticks;
    }
}
