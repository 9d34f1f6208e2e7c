using System.Text.Json;

namespace KPDD.Distillation.Tests.Batches;

/// <summary>Paths of three calls through three batches, one a stage.</summary>
public sealed class ThreeCallBatchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ReadAsync_ThreeBatches_GiveTheSetOfALiveRun()
    {
        foreach (int left in new[] { 30, 30, 0 })
        {
            JsonElement[] requests = await WriteAsync();
            BatchImport import = await ReadAsync([.. requests.Select(Answer).Reverse()]);

            Assert.Equal(30, requests.Length);
            Assert.Equal(new BatchImport(30, 0, 0, left), import);
        }

        Assert.Empty(await WriteAsync());
        Assert.Equal(await RecordedAnswers.ExpectedSetAsync(TeacherForm.ThreeCalls), await RecordedAnswers.SetAsync(folder.File("run")));
    }

    [Fact]
    public async Task ReadAsync_ErrorsAndLateResults_LeaveEachPathAtItsOwnStage()
    {
        JsonElement[] first = await WriteAsync();
        BatchImport half = await ReadAsync([.. first.Select((request, i) => i % 2 == 0 ? Answer(request) : BatchResults.Error(request))]);
        JsonElement[] mixed = await WriteAsync();
        await ReadAsync([.. mixed.Select(Answer)]);
        BatchImport late = await ReadAsync([.. first.Select(Answer)]);
        for (int batch = 0; batch < 2; batch++)
        {
            await ReadAsync([.. (await WriteAsync()).Select(Answer)]);
        }

        Assert.Equal(new BatchImport(15, 0, 15, 30), half with { LastFailure = null });
        Assert.Equal(["CoreQuestion", "Information"], mixed.Select(request => Id(request).Split('-')[3]).Distinct().Order());
        Assert.Equal(new BatchImport(0, 30, 0, 30), late);
        Assert.Empty(await WriteAsync());
        Assert.Equal(await RecordedAnswers.ExpectedSetAsync(TeacherForm.ThreeCalls), await RecordedAnswers.SetAsync(folder.File("run")));
    }

    [Fact]
    public async Task ReadAsync_RefusalAtTheFirstStage_EndsThePath()
    {
        JsonElement[] requests = await WriteAsync();
        string refusal = """{"custom_id":"ID","response":{"body":{"choices":[{"message":{"refusal":"No."}}]}}}""".Replace("ID", Id(requests[0]), StringComparison.Ordinal);

        BatchImport import = await ReadAsync([refusal]);

        Assert.Equal(new BatchImport(1, 0, 0, 29), import);
        Assert.True((await RunReader.ReadPathsAsync(folder.File("run")).SingleAsync()).Refused);
        Assert.Equal(29, (await WriteAsync()).Length);
    }

    [Fact]
    public async Task RunAsync_AfterTheFirstBatch_AsksOnlyForTheOtherStages()
    {
        await ReadAsync([.. (await WriteAsync()).Select(Answer)]);
        ScriptedChatClient client = RecordedAnswers.Client();

        DistillationRunResult result = await new DistillationRun(client, Options()).RunAsync(RecordedAnswers.Problems.ToAsyncEnumerable());

        Assert.Equal(60, client.Calls.Count);
        Assert.Equal(90 * 1100, result.Progress.Usage.Total);
        Assert.Equal(await RecordedAnswers.ExpectedSetAsync(TeacherForm.ThreeCalls), await RecordedAnswers.SetAsync(folder.File("run")));
    }

    [Fact]
    public async Task WriteAsync_UnfinishedFileCutInARecord_AsksForThatAnswerAgain()
    {
        await ReadAsync([.. (await WriteAsync()).Select(Answer)]);
        string file = Path.Combine(folder.File("run"), "unfinished.jsonl");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^5]);

        JsonElement[] requests = await WriteAsync();
        await ReadAsync([.. requests.Select(Answer)]);

        Assert.Equal((1, 29), (requests.Count(request => Id(request).Contains("CoreQuestion", StringComparison.Ordinal)), requests.Count(request => Id(request).Contains("Information", StringComparison.Ordinal))));
        Assert.Equal(30, (await WriteAsync()).Length);
    }

    private static string Answer(JsonElement request) => BatchResults.Answer(request, RecordedAnswers.Answer);

    private static string Id(JsonElement request) => request.GetProperty("custom_id").GetString()!;

    private async Task<JsonElement[]> WriteAsync()
    {
        await new TeacherBatch(Options()).WriteAsync(RecordedAnswers.Problems.ToAsyncEnumerable(), folder.File("batch.jsonl"));
        return BatchResults.Requests(folder.File("batch.jsonl"));
    }

    private Task<BatchImport> ReadAsync(string[] lines) =>
        new TeacherBatch(Options()).ReadAsync(RecordedAnswers.Problems.ToAsyncEnumerable(), [folder.Write("results.jsonl", string.Join('\n', lines))]);

    private DistillationRunOptions Options()
    {
        DistillationRunOptions options = RecordedAnswers.Options(folder.File("run"), TeacherForm.ThreeCalls);
        options.Resume = true;
        return options;
    }
}
