using Microsoft.Extensions.AI;

namespace KPDD.Distillation.Tests.Runs;

public class DistillationRunTests
{
    private static readonly TokenPrices Prices = new(InputPerMillion: 1m, OutputPerMillion: 10m); // a path: 1,000 in + 100 out = 0.002

    [Fact]
    public async Task RunAsync_Progress_CountsKeptDroppedTokensAndCost()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        options.Prices = Prices;
        options.Judge = new PathJudge();
        options.ExpectedProblems = 4;
        var reports = new ProgressList();

        await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(RecordedTeacher.Problems(4).ToAsyncEnumerable(), reports);

        DistillationProgress last = reports.Values.MaxBy(report => report.Done)!;
        Assert.Equal(1 + 12, reports.Values.Count); // One at the beginning.
        Assert.Equal((12, 12, 8, 4, 0), (last.Done, last.Total, last.Kept, last.Dropped, last.Failed));
        Assert.Equal(new TokenUsage(12_000, 1_200), last.Usage);
        Assert.Equal(0.024m, last.Cost);
        Assert.Equal(TimeSpan.Zero, last.TimeLeft);
    }

    [Fact]
    public async Task RunAsync_Budget_StopsBeforeItAndResumes()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        options.Prices = Prices;
        options.Budget = 0.011m;

        DistillationRunResult first = await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(RecordedTeacher.Problems(4).ToAsyncEnumerable());
        options.Resume = true;
        DistillationRunResult again = await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(RecordedTeacher.Problems(4).ToAsyncEnumerable());
        options.Budget = 1m;
        DistillationRunResult last = await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(RecordedTeacher.Problems(4).ToAsyncEnumerable());

        Assert.Equal(DistillationRunStatus.BudgetReached, first.Status);
        Assert.InRange(first.Progress.Cost!.Value, 0.002m, 0.011m);
        Assert.Equal((DistillationRunStatus.BudgetReached, first.Progress.Done), (again.Status, again.Progress.Done));
        Assert.Equal((DistillationRunStatus.Completed, 12), (last.Status, last.Progress.Done));
    }

    [Fact]
    public async Task RunAsync_PathsCheaperThanExpected_UseTheBudgetToItsEnd()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        options.Prices = Prices;
        options.Budget = 0.011m;
        var client = new GatedChatClient();

        // The estimate has room for fewer than five paths at a time; what they cost in the end leaves money for the fifth.
        Task<DistillationRunResult> run = new DistillationRun(client, options).RunAsync(RecordedTeacher.Problems(4).ToAsyncEnumerable());
        Action[] first = [await client.NextAsync(), await client.NextAsync(), await client.NextAsync()];
        Array.ForEach(first, end => end());
        (await client.NextAsync())();
        (await client.NextAsync())();

        Assert.Equal((DistillationRunStatus.BudgetReached, 5, 0.010m), ((await run).Status, (await run).Progress.Done, (await run).Progress.Cost));
    }

    [Fact]
    public async Task ForecastAsync_FolderOfAnotherRun_NamesTheDifference()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(RecordedTeacher.Problems(2).ToAsyncEnumerable());
        options.Teacher.Paths = 2;

        KpddException exception = await Assert.ThrowsAsync<KpddException>(
            () => new DistillationRun(RecordedTeacher.Client(), options).ForecastAsync(RecordedTeacher.Problems(2).ToAsyncEnumerable()));

        Assert.Contains("paths: 3, 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForecastAsync_NewRun_TellsCallsTokensAndCostAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.File("run"));
        options.Prices = Prices;
        options.Teacher.Form = TeacherForm.ThreeCalls;
        ScriptedChatClient client = RecordedTeacher.Client();

        RunForecast forecast = await new DistillationRun(client, options).ForecastAsync(RecordedTeacher.Problems(5).ToAsyncEnumerable());

        Assert.Equal((5, 15, 0, 45), (forecast.Problems, forecast.Paths, forecast.Done, forecast.Calls));
        Assert.InRange(forecast.Usage.Input / 45, 500, 2500); // instruction and eight examples
        Assert.InRange(forecast.Usage.Output / 45, 10, 100);
        Assert.Equal(Prices.CostOf(forecast.Usage), forecast.Cost);
        Assert.Empty(client.Calls);
        Assert.False(Directory.Exists(folder.File("run")));
    }

    [Fact]
    public async Task ForecastAsync_BegunRun_CountsOnlyWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        var run = new DistillationRun(RecordedTeacher.Client(), options);
        await run.RunAsync(RecordedTeacher.Problems(2).ToAsyncEnumerable());

        RunForecast forecast = await run.ForecastAsync(RecordedTeacher.Problems(5).ToAsyncEnumerable());

        Assert.Equal((9, 6), (forecast.Paths, forecast.Done));
    }

    [Fact]
    public async Task RunAsync_PathThatNeverGetsAnAnswer_IsLeftForTheNextTime()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        options.Requests.MaxAttempts = 1;
        var failing = new ScriptedChatClient((messages, settings) => settings!.Seed == 2 ? throw new IOException("reset") : RecordedTeacher.Respond(messages, settings));

        DistillationRunResult first = await new DistillationRun(failing, options).RunAsync(RecordedTeacher.Problems(2).ToAsyncEnumerable());
        options.Resume = true;
        DistillationRunResult second = await new DistillationRun(RecordedTeacher.Client(), options).RunAsync(RecordedTeacher.Problems(2).ToAsyncEnumerable());

        Assert.Equal((DistillationRunStatus.Incomplete, 4, 2), (first.Status, first.Progress.Done, first.Progress.Failed));
        Assert.Contains("reset", first.LastFailure, StringComparison.Ordinal);
        Assert.Equal((DistillationRunStatus.Completed, 6), (second.Status, second.Progress.Done));
    }

    [Fact]
    public async Task RunAsync_ServerThatRefusesTheKey_StopsAtOnceWithTheRemedy()
    {
        using var folder = new TemporaryFolder();
        var client = new ScriptedChatClient((_, _) => throw new HttpRequestException("no", null, System.Net.HttpStatusCode.Unauthorized));

        KpddException exception = await Assert.ThrowsAsync<KpddException>(() =>
            new DistillationRun(client, RecordedTeacher.Options(folder.Path)).RunAsync(RecordedTeacher.Problems(500).ToAsyncEnumerable()));

        Assert.Contains("Check address, key and model", exception.Message, StringComparison.Ordinal);
        Assert.InRange(client.Calls.Count, 1, 50);
    }

    [Theory]
    [InlineData(true, "The teacher cannot be reached: No route to host. Check the address and the network")]
    [InlineData(false, "5 paths failed one after the other")]
    public async Task RunAsync_NoConnection_StopsSoonerWhereThereNeverWasOne(bool fromTheBeginning, string message)
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        options.Requests.MaxAttempts = 1;
        options.MaxConsecutiveFailures = 5;
        options.Concurrency = 1;
        int calls = 0;
        var client = new ScriptedChatClient((messages, settings) => ++calls == 1 && !fromTheBeginning
            ? RecordedTeacher.Respond(messages, settings)
            : throw new HttpRequestException(HttpRequestError.ConnectionError, "No route to host"));

        KpddException exception = await Assert.ThrowsAsync<KpddException>(() =>
            new DistillationRun(client, options).RunAsync(RecordedTeacher.Problems(500).ToAsyncEnumerable()));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(fromTheBeginning ? 1 : 6, calls);
    }

    [Fact]
    public async Task RunAsync_NothingButFailures_StopsAfterTheLimit()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        options.Requests.MaxAttempts = 1;
        options.MaxConsecutiveFailures = 5;
        options.Concurrency = 1;
        var client = new ScriptedChatClient((_, _) => throw new IOException("down"));

        KpddException exception = await Assert.ThrowsAsync<KpddException>(() =>
            new DistillationRun(client, options).RunAsync(RecordedTeacher.Problems(500).ToAsyncEnumerable()));

        Assert.Contains("5 paths failed one after the other", exception.Message, StringComparison.Ordinal);
        Assert.Equal(5, client.Calls.Count);
    }

    [Fact]
    public async Task RunAsync_Middleware_IsOutsideOfWhatCostsMoney()
    {
        using var folder = new TemporaryFolder();
        DistillationRunOptions options = RecordedTeacher.Options(folder.Path);
        options.Prices = Prices;
        options.Middleware = inner => new ScriptedChatClient(RecordedTeacher.Respond);
        ScriptedChatClient client = RecordedTeacher.Client();

        DistillationRunResult result = await new DistillationRun(client, options).RunAsync(RecordedTeacher.Problems(2).ToAsyncEnumerable());

        Assert.Equal((6, 0m), (result.Progress.Done, result.Progress.Cost));
        Assert.Empty(client.Calls);
    }

    [Fact]
    public void Constructor_OptionOutOfRange_Throws()
    {
        Assert.Throws<ArgumentException>(() => Create(options => options.OutputFolder = " "));
        Assert.Throws<ArgumentException>(() => Create(options => options.Shard = new Shard(3, 2)));
        Assert.Throws<ArgumentException>(() => Create(options => options.Concurrency = 0));
        Assert.Throws<ArgumentException>(() => Create(options => options.Budget = 1));
        Assert.Throws<ArgumentException>(() => Create(options => options.Teacher.Paths = 0));
        Assert.Throws<ArgumentException>(() => Create(options => options.Requests.Timeout = TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() => Create(options => options.Requests = null!));
    }

    private static void Create(Action<DistillationRunOptions> change)
    {
        DistillationRunOptions options = RecordedTeacher.Options("folder");
        change(options);
        _ = new DistillationRun(RecordedTeacher.Client(), options);
    }

    private sealed class ProgressList : IProgress<DistillationProgress>
    {
        private readonly List<DistillationProgress> values = [];

        public IReadOnlyList<DistillationProgress> Values => values;

        public void Report(DistillationProgress value)
        {
            lock (values)
            {
                values.Add(value);
            }
        }
    }
}
