using Microsoft.Extensions.AI;

namespace KPDD.Distillation.Tests.Server;

/// <summary>Whatever goes wrong on the way, the set in the end is the one a perfect server gives.</summary>
public sealed class FaultTests : IDisposable
{
    private static readonly IReadOnlyList<MathProblem> Problems = RecordedAnswers.Problems;
    private readonly TeacherServer server = new(RecordedAnswers.Answer);
    private readonly TemporaryFolder folder = new();
    private readonly InstantClock clock = new();

    public static TheoryData<ServerFault> All => new(Enum.GetValues<ServerFault>());

    /// <summary>Refusals have no form of their own in Ollama's protocol.</summary>
    public static TheoryData<ServerFault> OfOllama => new(Enum.GetValues<ServerFault>().Where(fault => fault < ServerFault.Refusal));

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task RunAsync_ChatCompletionsWithOneFaultAPath_GivesTheFaultFreeSet(ServerFault fault)
    {
        server.Fault = (_, attempt) => attempt == 0 ? fault : ServerFault.None;
        using IChatClient client = ServerClients.ChatCompletions(server);

        await AssertFaultFreeAsync(client);

        Assert.True(server.Happened[fault] >= 30);
    }

    [Theory]
    [InlineData(ServerFault.TooManyRequests, false)]
    [InlineData(ServerFault.ServerError, false)]
    [InlineData(ServerFault.WrongContentType, false)]
    [InlineData(ServerFault.ContentFilterError, false)]
    [InlineData(ServerFault.TruncatedJson, true)]
    [InlineData(ServerFault.FiveMegabytes, true)]
    [InlineData(ServerFault.EmptyChoices, true)]
    [InlineData(ServerFault.EmptyText, true)]
    [InlineData(ServerFault.Refusal, true)]
    [InlineData(ServerFault.ContentFilter, true)]
    public async Task RunAsync_FaultThatTheModelWorkedFor_IsPaidFor(ServerFault fault, bool isPaid)
    {
        server.Fault = (_, attempt) => attempt == 0 ? fault : ServerFault.None;
        using IChatClient client = ServerClients.ChatCompletions(server);

        DistillationRunResult result = await new DistillationRun(client, Options(), clock).RunAsync(Problems.ToAsyncEnumerable());

        Assert.Equal(isPaid, result.Progress.Usage.Input > 30 * 1000);
    }

    [Theory]
    [MemberData(nameof(OfOllama))]
    public async Task RunAsync_OllamaWithOneFaultAPath_GivesTheFaultFreeSet(ServerFault fault)
    {
        server.Fault = (_, attempt) => attempt == 0 ? fault : ServerFault.None;
        using IChatClient client = ServerClients.Ollama(server);

        await AssertFaultFreeAsync(client);

        Assert.True(server.Happened[fault] >= 30);
    }

    [Theory]
    [InlineData(1, TeacherForm.OneCallTagged)]
    [InlineData(2, TeacherForm.OneCallTagged)]
    [InlineData(3, TeacherForm.ThreeCalls)]
    public async Task RunAsync_AnyMixOfFaults_GivesTheFaultFreeSet(int seed, TeacherForm form)
    {
        ServerFault[] faults = Enum.GetValues<ServerFault>();
        server.Fault = (key, attempt) => attempt < 3 ? faults[Draw(seed, key, attempt) % faults.Length] : ServerFault.None;
        using IChatClient client = ServerClients.ChatCompletions(server);

        await AssertFaultFreeAsync(client, form);

        Assert.InRange(server.Happened.Count, faults.Length - 2, faults.Length);
    }

    [Fact]
    public async Task RunAsync_RecordedAnswers_AreKeptWhereTheyAreRight()
    {
        using IChatClient client = ServerClients.ChatCompletions(server);
        await new DistillationRun(client, Options()).RunAsync(Problems.ToAsyncEnumerable());

        FilterReport report = await DistillationOutput.WriteAsync(new PathFilter().FilterAsync(RunReader.ReadPathsAsync(folder.Path)), folder.Path);

        Assert.Equal((30, 24, 9), (report.Total, report.Kept, report.CoveredQuestions));
    }

    [Fact]
    public async Task RunAsync_RefusalThatStays_IsRecordedAsOneAndNotAskedAgain()
    {
        server.Fault = (key, _) => key.EndsWith("#2", StringComparison.Ordinal) ? ServerFault.ContentFilterError : ServerFault.None;
        using IChatClient client = ServerClients.ChatCompletions(server);
        DistillationRunOptions options = Options();
        options.Requests.MaxAttempts = 3;

        DistillationRunResult result = await new DistillationRun(client, options, clock).RunAsync(Problems.ToAsyncEnumerable());

        Assert.Equal((DistillationRunStatus.Completed, 30), (result.Status, result.Progress.Done));
        Assert.Equal(10, await RunReader.ReadPathsAsync(folder.Path).CountAsync(path => path.Refused));
        Assert.Equal(3, server.Attempts.Where(pair => pair.Key.EndsWith("#2", StringComparison.Ordinal)).Max(pair => pair.Value));
    }

    [Fact]
    public async Task RunAsync_RetryAfter_IsWaitedFor()
    {
        server.Fault = (_, attempt) => attempt == 0 ? ServerFault.TooManyRequests : ServerFault.None;
        using IChatClient client = ServerClients.ChatCompletions(server);
        DistillationRunOptions options = Options();
        options.Concurrency = 1;

        await new DistillationRun(client, options, clock).RunAsync(Problems.Take(1).ToAsyncEnumerable());

        Assert.InRange(clock.Waited, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(18));
    }

    [Fact]
    public async Task RunAsync_TimeLimit_IsToldAsOneAndChargesNothing()
    {
        server.Fault = (_, _) => ServerFault.Slow;
        server.OnSlow = clock.EndTimeLimits;
        using IChatClient client = ServerClients.ChatCompletions(server);
        DistillationRunOptions options = Options();
        options.Requests.MaxAttempts = 1;

        DistillationRunResult result = await new DistillationRun(client, options, clock).RunAsync(Problems.Take(1).ToAsyncEnumerable());

        Assert.Equal((DistillationRunStatus.Incomplete, 3, default), (result.Status, result.Progress.Failed, result.Progress.Usage));
        Assert.Contains("No answer came within 3600 seconds.", result.LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_RequestsPerMinute_SpreadsThem()
    {
        using IChatClient client = ServerClients.ChatCompletions(server);
        DistillationRunOptions options = Options();
        options.Concurrency = 1;
        options.Requests.RequestsPerMinute = 30;

        await new DistillationRun(client, options, clock).RunAsync(Problems.ToAsyncEnumerable());

        Assert.Equal(58, clock.Waited.TotalSeconds, tolerance: 0.1); // 30 requests, two seconds apart
    }

    [Fact]
    public async Task RunAsync_TokensPerMinute_SpreadsThem()
    {
        using IChatClient client = ServerClients.ChatCompletions(server);
        DistillationRunOptions options = Options();
        options.Concurrency = 1;
        options.Requests.TokensPerMinute = 1100;

        await new DistillationRun(client, options, clock).RunAsync(Problems.ToAsyncEnumerable());

        Assert.InRange(clock.Waited.TotalMinutes, 28, 31); // 30 requests of 1,100 tokens
    }

    // Not string.GetHashCode: that differs from run to run.
    private static int Draw(int seed, string key, int attempt) => (int)(TextFingerprint.Of($"{seed} {key} {attempt}") % int.MaxValue);

    private async Task AssertFaultFreeAsync(IChatClient client, TeacherForm form = TeacherForm.OneCallTagged)
    {
        server.OnSlow = clock.EndTimeLimits;

        DistillationRunResult result = await new DistillationRun(client, Options(form), clock).RunAsync(Problems.ToAsyncEnumerable());

        Assert.Equal((DistillationRunStatus.Completed, null), (result.Status, result.LastFailure));
        Assert.Equal(await RecordedAnswers.ExpectedSetAsync(form), await RecordedAnswers.SetAsync(folder.Path));
    }

    private DistillationRunOptions Options(TeacherForm form = TeacherForm.OneCallTagged)
    {
        DistillationRunOptions options = RecordedAnswers.Options(folder.Path, form);
        options.Requests.Timeout = InstantClock.TimeLimit;
        options.Requests.MaxAttempts = 60;
        return options;
    }
}
