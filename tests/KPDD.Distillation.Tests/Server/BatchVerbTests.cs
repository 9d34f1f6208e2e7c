using System.Text.Json;
using KPDD.Distillation.Tests.Batches;

namespace KPDD.Distillation.Tests.Server;

/// <summary>Batch files through the command line: nothing but files, no server.</summary>
[Trait("Weight", "slow")]
public sealed class BatchVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public BatchVerbTests() => folder.Write(
        "data.jsonl",
        string.Concat(RecordedAnswers.Problems.Select(problem => JsonSerializer.Serialize(new { question = problem.Question, answer = $"#### {problem.ExpectedAnswer}" }) + "\n")));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Generate_BatchAfterBatch_GivesASetWithoutAServer()
    {
        JsonElement written = await GenerateAsync("--batch-file", folder.File("batch.jsonl"));
        JsonElement information = await NextAsync();
        JsonElement rationales = await NextAsync();
        JsonElement last = await GenerateAsync("--batch-results", Answer());
        JsonElement report = await CommandLineTool.RunAsync(0, "filter", "--run", folder.File("run"), "--json");

        Assert.Equal("{\"batchFile\":BATCH,\"requests\":30}", Raw(written));
        Assert.Equal("{\"written\":30,\"repeated\":0,\"failed\":0,\"missing\":30,\"lastFailure\":null,\"batchFile\":BATCH,\"requests\":30}", Raw(information));
        Assert.Equal(Raw(information), Raw(rationales));
        Assert.Equal("{\"written\":30,\"repeated\":0,\"failed\":0,\"missing\":0,\"lastFailure\":null}", Raw(last));
        Assert.Equal((30, 24), (report.GetProperty("total").GetInt32(), report.GetProperty("kept").GetInt32()));
    }

    [Fact]
    public async Task Generate_BatchResultsOfAnotherRun_AreRefused()
    {
        await GenerateAsync("--batch-file", folder.File("batch.jsonl"));
        string results = Answer();

        string error = await CommandLineTool.FailAsync(1, [.. Arguments("--seed", "7", "--out", folder.File("other")), "--batch-results", results]);

        Assert.Contains("is no request of this run", error, StringComparison.Ordinal);
    }

    /// <summary>Reads the answers to the batch file, and writes the next one.</summary>
    private Task<JsonElement> NextAsync() => GenerateAsync("--batch-results", Answer(), "--batch-file", folder.File("batch.jsonl"));

    private Task<JsonElement> GenerateAsync(params string[] more) => CommandLineTool.RunAsync(0, [.. Arguments("--out", folder.File("run")), .. more, "--json", "--resume"]);

    private string[] Arguments(params string[] more) =>
        ["generate", "--model", "m", "--data", folder.File("data.jsonl"), "--format", "gsm8k", "--kind", "cot", "--paths", "3", .. more];

    private string Answer() => folder.Write(
        "results.jsonl", string.Join('\n', BatchResults.Requests(folder.File("batch.jsonl")).Select(request => BatchResults.Answer(request, RecordedAnswers.Answer)).Reverse()));

    private string Raw(JsonElement summary) => summary.GetRawText().Trim().Replace(JsonSerializer.Serialize(folder.File("batch.jsonl")), "BATCH", StringComparison.Ordinal);
}
