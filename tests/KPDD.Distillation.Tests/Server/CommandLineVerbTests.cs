using System.Diagnostics;
using System.Text.Json;

namespace KPDD.Distillation.Tests.Server;

/// <summary>The verbs of the command line, each in a process of its own.</summary>
[Trait("Weight", "slow")]
public sealed class CommandLineVerbTests : IDisposable
{
    private readonly TeacherServer server = new(RecordedTeacher.Answer);
    private readonly TemporaryFolder folder = new();

    public CommandLineVerbTests() => folder.Write(
        "data.jsonl",
        string.Concat(RecordedTeacher.Problems(6).Select(problem => $$"""{"question": "{{problem.Question}}", "answer": "#### {{problem.ExpectedAnswer}}"}""" + "\n")));

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task GenerateMergeFilter_TwoShards_GiveOneSet()
    {
        JsonElement first = await GenerateAsync("one", "--shard", "1/2", "--price-in", "1", "--price-out", "10");
        await GenerateAsync("two", "--shard", "2/2");

        JsonElement merged = await CommandLineTool.RunAsync(0, "merge", folder.File("two"), folder.File("one"), "--out", folder.File("all"), "--json");
        JsonElement report = await CommandLineTool.RunAsync(0, "filter", "--run", folder.File("all"), "--json");

        Assert.Equal(("Completed", 9, 9, 6, 3), (
            first.GetProperty("status").GetString(), first.GetProperty("done").GetInt32(), first.GetProperty("total").GetInt32(), first.GetProperty("kept").GetInt32(), first.GetProperty("dropped").GetInt32()));
        Assert.Equal(0.018m, first.GetProperty("cost").GetDecimal());
        Assert.Equal(6, merged.GetProperty("problems").GetInt32());
        Assert.Equal((18, 12), (report.GetProperty("total").GetInt32(), report.GetProperty("kept").GetInt32()));
        Assert.Equal(12, DistillationSet.Read(Path.Combine(folder.File("all"), DistillationFiles.SolveSet)).Count);
    }

    [Fact]
    public async Task Generate_Cache_AsksNothingTwice()
    {
        await GenerateAsync("one", "--cache", folder.File("cache"));
        await GenerateAsync("two", "--cache", folder.File("cache"));

        Assert.Equal(18, server.Attempts.Values.Sum());
        Assert.Equal(await RecordedTeacher.ContentAsync(folder.File("one")), await RecordedTeacher.ContentAsync(folder.File("two")));
    }

    [Fact]
    public async Task Generate_DryRun_SendsNothing()
    {
        JsonElement forecast = await GenerateAsync("one", "--dry-run", "--price-in", "1", "--price-out", "10");

        Assert.Equal((6, 18, 18), (forecast.GetProperty("problems").GetInt32(), forecast.GetProperty("paths").GetInt32(), forecast.GetProperty("calls").GetInt32()));
        Assert.True(forecast.GetProperty("cost").GetDecimal() > 0);
        Assert.Empty(server.Attempts);
    }

    [Fact]
    public async Task Generate_DryRunWithoutServerAndKey_WritesNothing()
    {
        JsonElement forecast = await CommandLineTool.RunAsync(0, [.. GenerateArguments("one").Except(["--endpoint", server.ChatCompletions.ToString()]), "--dry-run", "--api-key-env", "NO_SUCH_API_KEY", "--batch-file", folder.File("batch.jsonl")]);

        Assert.Equal(18, forecast.GetProperty("paths").GetInt32());
        Assert.False(Directory.Exists(folder.File("one")));
        Assert.False(File.Exists(folder.File("batch.jsonl")));
    }

    [Fact]
    public async Task Merge_MissingShard_IsNamed()
    {
        await GenerateAsync("one", "--shard", "1/2");

        string error = await CommandLineTool.FailAsync(1, "merge", folder.File("one"), "--out", folder.File("all"));

        Assert.Equal("kpdd: Missing: shard 2/2. Give all of them.", error);
        Assert.False(File.Exists(Path.Combine(folder.File("all"), "run.json")));
    }

    [Fact]
    public async Task Generate_Interrupted_SaysWhatIsThereAndHowToGoOn()
    {
        var asked = new TaskCompletionSource();
        server.Fault = (key, _) => key.EndsWith("#2", StringComparison.Ordinal) ? ServerFault.Slow : ServerFault.None;
        server.OnSlow = () => asked.TrySetResult();
        using Process process = CommandLineTool.Start([.. GenerateArguments("one"), "--concurrency", "1"]);
        await asked.Task.WaitAsync(Guard.Time);

        await Interrupt.EndAsync(process);

        Assert.Equal((130, string.Empty), (process.ExitCode, await process.StandardOutput.ReadToEndAsync()));
        Assert.Equal($"kpdd: cancelled; 2 of 18 paths are in {folder.File("one")}, and --resume goes on", (await process.StandardError.ReadToEndAsync()).Trim());
    }

    [Fact]
    public async Task Generate_DemonstrationsOfTheOtherKind_AreNamed()
    {
        string shown = folder.Write("shown.json", """[{"question":"Q?","answer":"2","coreQuestion":"C?","information":["x"],"programOfThought":"answer = 2"}]""");

        string error = await CommandLineTool.FailAsync(1, [.. GenerateArguments("one"), "--demonstrations", shown]);

        Assert.Equal($"kpdd: {shown}: example 1 has no 'chainOfThought', and --kind cot shows the teacher one.", error);
    }

    [Fact]
    public async Task Generate_Budget_EndsUnfinishedAndSaysSo()
    {
        JsonElement summary = await CommandLineTool.RunAsync(3, [.. GenerateArguments("one"), "--budget", "0.005", "--price-in", "1", "--price-out", "10"]);

        Assert.Equal("BudgetReached", summary.GetProperty("status").GetString());
        Assert.InRange(summary.GetProperty("cost").GetDecimal(), 0.002m, 0.005m);
    }

    private Task<JsonElement> GenerateAsync(string output, params string[] more) => CommandLineTool.RunAsync(0, [.. GenerateArguments(output), .. more]);

    private string[] GenerateArguments(string output) =>
    [
        "generate", "--endpoint", server.ChatCompletions.ToString(), "--model", "m", "--data", folder.File("data.jsonl"), "--format", "gsm8k", "--kind", "cot",
        "--form", "one-call", "--paths", "3", "--out", folder.File(output), "--json",
    ];
}
