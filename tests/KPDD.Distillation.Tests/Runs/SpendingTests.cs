using KPDD.Distillation.Tests.Batches;
using KPDD.Distillation.Tests.Server;
using Microsoft.Extensions.AI;

namespace KPDD.Distillation.Tests.Runs;

/// <summary>What was paid stays booked, whatever became of the answer and of the process that asked. Every answer here has 1,000 tokens in and 100 out.</summary>
public sealed class SpendingTests : IDisposable
{
    private static readonly TokenPrices Prices = new(InputPerMillion: 1m, OutputPerMillion: 10m); // an answer: 0.002
    private static readonly IReadOnlyList<MathProblem> Problems = RecordedTeacher.Problems(2);
    private readonly TemporaryFolder folder = new();
    private readonly InstantClock clock = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RunAsync_EmptyAnswersAndPathsThatFailed_CountAfterTheRestart()
    {
        DistillationRunOptions options = Options();
        options.Requests.MaxAttempts = 3;
        var failing = new ScriptedChatClient((messages, settings) => settings!.Seed == 2 ? Answer(" ") : RecordedTeacher.Respond(messages, settings));

        DistillationRunResult first = await RunAsync(failing, options);
        DistillationRunResult resumed = await RunAsync(RecordedTeacher.Client(), options);

        Assert.Equal((4, 2, Usage(4 + (2 * 3)), 0.020m), (first.Progress.Done, first.Progress.Failed, first.Progress.Usage, first.Progress.Cost));
        Assert.Equal((6, Usage(4 + (2 * 3) + 2), 0.024m), (resumed.Progress.Done, resumed.Progress.Usage, resumed.Progress.Cost));
    }

    [Fact]
    public async Task RunAsync_MoneySpentOnPathsThatFailed_IsMissingInTheResumedBudget()
    {
        DistillationRunOptions options = Options();
        options.Teacher.Form = TeacherForm.ThreeCalls;
        options.Requests.MaxAttempts = 1;
        options.Budget = 0.030m;
        var failing = new ScriptedChatClient((messages, _) =>
            messages[^1].Text.Contains("Information:", StringComparison.Ordinal) ? throw new IOException("reset") : Answer("What is asked?"));

        DistillationRunResult first = await RunAsync(failing, options);
        options.Budget = 0.026m;
        ScriptedChatClient unasked = RecordedTeacher.Client();
        DistillationRunResult resumed = await RunAsync(unasked, options);

        Assert.Equal((0, 6, 0.024m), (first.Progress.Done, first.Progress.Failed, first.Progress.Cost));
        Assert.Equal((DistillationRunStatus.BudgetReached, 0.024m), (resumed.Status, resumed.Progress.Cost));
        Assert.Empty(unasked.Calls);
    }

    [Fact]
    public async Task ForecastAsync_BegunRun_TellsWhatWasSpent()
    {
        DistillationRunOptions options = Options();
        await RunAsync(RecordedTeacher.Client(), options);

        RunForecast forecast = await new DistillationRun(RecordedTeacher.Client(), options).ForecastAsync(Problems.ToAsyncEnumerable());

        Assert.Equal((0, Usage(6), 0.012m), (forecast.Paths, forecast.Spent, forecast.CostSpent));
    }

    [Fact]
    public async Task RunAsync_AnswersOutOfACache_CostNothingAlsoAfterTheRestart()
    {
        DistillationRunOptions options = Options();
        options.Middleware = _ => RecordedTeacher.Client();
        await RunAsync(ScriptedChatClient.Saying(), options);

        DistillationRunResult resumed = await RunAsync(ScriptedChatClient.Saying(), options);

        Assert.Equal((6, 0m), (resumed.Progress.Done, resumed.Progress.Cost));
    }

    [Fact]
    public async Task Merge_Shards_AddsUpWhatTheySpent()
    {
        string[] shards = [folder.File("one"), folder.File("two")];
        for (int i = 0; i < shards.Length; i++)
        {
            DistillationRunOptions options = Options();
            options.OutputFolder = shards[i];
            options.Shard = new Shard(i + 1, shards.Length);
            await RunAsync(RecordedTeacher.Client(), options);
        }

        ShardMerge.Merge(shards, folder.File("run"));

        Assert.Equal(Usage(6), CompletedPaths.Read(new RunFolder(folder.File("run")).Journal).Spent);
    }

    [Fact]
    public async Task RunAsync_AfterBatchesReadTwice_CountsEachResultOnce()
    {
        DistillationRunOptions options = Options();
        options.Teacher.Model = "scripted-model";
        await new TeacherBatch(options).WriteAsync(Problems.ToAsyncEnumerable(), folder.File("batch.jsonl"));
        string[] results =
        [
            .. BatchResults.Requests(folder.File("batch.jsonl")).Select((request, i) => BatchResults.Answer(request, (problem, path) => i == 0 ? " " : RecordedTeacher.Answer(problem, path))),
        ];
        folder.Write("results.jsonl", string.Join('\n', results));
        for (int time = 0; time < 2; time++)
        {
            await new TeacherBatch(options).ReadAsync(Problems.ToAsyncEnumerable(), [folder.File("results.jsonl")]);
        }

        DistillationRunResult live = await RunAsync(RecordedTeacher.Client(), options);

        Assert.Equal((6, Usage(6 + 1)), (live.Progress.Done, live.Progress.Usage)); // The empty answer cost as much as the others.
    }

    private static TokenUsage Usage(int answers) => new(1000 * answers, 100 * answers);

    private static ChatResponse Answer(string text) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 100 },
    };

    private Task<DistillationRunResult> RunAsync(IChatClient client, DistillationRunOptions options) =>
        new DistillationRun(client, options, clock).RunAsync(Problems.ToAsyncEnumerable());

    private DistillationRunOptions Options()
    {
        DistillationRunOptions options = RecordedTeacher.Options(folder.File("run"));
        options.Prices = Prices;
        options.Resume = true;
        options.Requests.Timeout = InstantClock.TimeLimit;
        return options;
    }
}
