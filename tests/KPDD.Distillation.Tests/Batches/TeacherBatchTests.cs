using System.Text.Json;

namespace KPDD.Distillation.Tests.Batches;

public sealed class TeacherBatchTests : IDisposable
{
    private static readonly IReadOnlyList<MathProblem> Problems = RecordedTeacher.Problems(4);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WriteAsync_NewRun_AsksForEveryPathInTheProvidersForm()
    {
        int count = await Batch().WriteAsync(Problems.ToAsyncEnumerable(), folder.File("batch.jsonl"));

        JsonElement[] requests = Requests();
        JsonElement body = requests[4].GetProperty("body");
        Assert.Equal((12, 12), (count, requests.Length));
        Assert.Equal(12, requests.Select(request => request.GetProperty("custom_id").GetString()).Distinct().Count());
        Assert.Equal(("POST", "/v1/chat/completions"), (requests[4].GetProperty("method").GetString(), requests[4].GetProperty("url").GetString()));
        Assert.Equal(("scripted-model", 1), (body.GetProperty("model").GetString(), body.GetProperty("seed").GetInt32()));
        Assert.EndsWith(Problems[1].Question, body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_AnyOrderWithErrorsMixedIn_ResumesToTheSetOfALiveRun()
    {
        await Batch().WriteAsync(Problems.ToAsyncEnumerable(), folder.File("batch.jsonl"));
        string[] answers = [.. Requests().Select((request, i) => i % 4 == 0 ? Error(request) : Answer(request)).Reverse()];
        folder.Write("results.jsonl", string.Join('\n', answers));

        BatchImport first = await Batch().ReadAsync(Problems.ToAsyncEnumerable(), [folder.File("results.jsonl")]);
        BatchImport again = await Batch().ReadAsync(Problems.ToAsyncEnumerable(), [folder.File("results.jsonl")]);
        int left = await Batch().WriteAsync(Problems.ToAsyncEnumerable(), folder.File("batch.jsonl"));
        folder.Write("more.jsonl", string.Join('\n', Requests().Select(Answer)));
        BatchImport last = await Batch().ReadAsync(Problems.ToAsyncEnumerable(), [folder.File("more.jsonl")]);

        Assert.Equal(new BatchImport(9, 0, 3, 3), first with { LastFailure = null });
        Assert.Contains("server_error", first.LastFailure, StringComparison.Ordinal);
        Assert.Equal(new BatchImport(0, 9, 3, 3), again with { LastFailure = null });
        Assert.Equal(3, left);
        Assert.Equal(new BatchImport(3, 0, 0, 0), last);
        Assert.Equal(await RecordedTeacher.ExpectedAsync(Problems), await RecordedTeacher.ContentAsync(folder.File("run")));
    }

    [Fact]
    public async Task RunAsync_AfterABatch_AsksOnlyForWhatItLeftOut()
    {
        await Batch().WriteAsync(Problems.ToAsyncEnumerable(), folder.File("batch.jsonl"));
        folder.Write("results.jsonl", string.Join('\n', Requests().Take(7).Select(Answer)));
        await Batch().ReadAsync(Problems.ToAsyncEnumerable(), [folder.File("results.jsonl")]);
        ScriptedChatClient client = RecordedTeacher.Client();

        await new DistillationRun(client, Options()).RunAsync(Problems.ToAsyncEnumerable());

        Assert.Equal(5, client.Calls.Count);
        Assert.Equal(await RecordedTeacher.ExpectedAsync(Problems), await RecordedTeacher.ContentAsync(folder.File("run")));
    }

    [Theory]
    [InlineData("""{"custom_id":"kpdd-0-0-Combined-00000000","response":null,"error":null}""", "no request of this run")]
    [InlineData("""{"custom_id":"other","response":null,"error":null}""", "no request of this run")]
    [InlineData("""{"custom_id":"kpdd-0-0""", "no result of a batch")]
    [InlineData("[]", "no result of a batch")]
    public async Task ReadAsync_ForeignOrTornLine_IsNamed(string line, string reason)
    {
        folder.Write("results.jsonl", "\n" + line);

        KpddException exception = await Assert.ThrowsAsync<KpddException>(() => Batch().ReadAsync(Problems.ToAsyncEnumerable(), [folder.File("results.jsonl")]));

        Assert.Contains("line 2", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":null,"refusal":"No."},"finish_reason":"stop"}]}""", 1, 0)]
    [InlineData("""{"choices":[{"message":{"content":"The"},"finish_reason":"content_filter"}]}""", 1, 0)]
    [InlineData("""{"choices":[{"message":{"content":" "},"finish_reason":"stop"}]}""", 0, 1)]
    [InlineData("""{"choices":[]}""", 0, 1)]
    [InlineData("""{"error":{"message":"bad request"}}""", 0, 1)]
    [InlineData("null", 0, 1)]
    public async Task ReadAsync_RefusalsAndEmptyAnswers_AreToldApart(string body, int written, int failed)
    {
        await Batch().WriteAsync(Problems.ToAsyncEnumerable(), folder.File("batch.jsonl"));
        folder.Write("results.jsonl", $$$"""{"custom_id":{{{Requests()[0].GetProperty("custom_id").GetRawText()}}},"response":{"status_code":200,"body":{{{body}}}},"error":null}""");

        BatchImport import = await Batch().ReadAsync(Problems.ToAsyncEnumerable(), [folder.File("results.jsonl")]);

        Assert.Equal((written, failed), (import.Written, import.Failed));
        Assert.Equal(written, await RunReader.ReadPathsAsync(folder.File("run")).CountAsync(path => path.Refused));
    }

    [Fact]
    public async Task ReadAsync_ResultsOfAnotherRun_AreRefused()
    {
        DistillationRunOptions other = Options();
        other.OutputFolder = folder.File("other");
        other.Teacher.Kind = RationaleKind.ProgramOfThought;
        await new TeacherBatch(other).WriteAsync(Problems.ToAsyncEnumerable(), folder.File("batch.jsonl"));
        folder.Write("results.jsonl", Answer(Requests()[0]));

        KpddException exception = await Assert.ThrowsAsync<KpddException>(() => Batch().ReadAsync(Problems.ToAsyncEnumerable(), [folder.File("results.jsonl")]));

        Assert.Contains("no request of this run", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11, long.MaxValue)]
    [InlineData(int.MaxValue, 30_000)]
    public async Task WriteAsync_MoreThanAProviderTakes_IsRefusedAndLeavesNoFile(int requests, long bytes)
    {
        var batch = new TeacherBatch(Options()) { Limits = (requests, bytes) };

        KpddException exception = await Assert.ThrowsAsync<KpddException>(() => batch.WriteAsync(Problems.ToAsyncEnumerable(), folder.File("batch.jsonl")));

        Assert.Contains("Split the run into shards", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("batch.jsonl")));
    }

    [Fact]
    public void Constructor_NoModel_Throws()
    {
        DistillationRunOptions noModel = Options();
        noModel.Teacher.Model = null;

        Assert.Throws<ArgumentException>(() => new TeacherBatch(noModel));
    }

    private static string Error(JsonElement request) => BatchResults.Error(request);

    private static string Answer(JsonElement request) => BatchResults.Answer(request, RecordedTeacher.Answer);

    private JsonElement[] Requests() => BatchResults.Requests(folder.File("batch.jsonl"));

    private TeacherBatch Batch() => new(Options());

    private DistillationRunOptions Options()
    {
        DistillationRunOptions options = RecordedTeacher.Options(folder.File("run"));
        options.Teacher.Model = "scripted-model";
        options.Resume = true;
        return options;
    }
}
