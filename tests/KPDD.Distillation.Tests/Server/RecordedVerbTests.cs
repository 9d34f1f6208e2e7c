using System.Text.Json;
using KPDD.PythonNet;

namespace KPDD.Distillation.Tests.Server;

/// <summary><c>kpdd filter --recorded</c> over each form of recorded rationales.</summary>
[Trait("Weight", "slow")]
public sealed class RecordedVerbTests : IDisposable
{
    private const string Question = "Ann has 3 apples and buys 4 more. How many apples does she have?";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("chains", """[{"instruction":"QUESTION","output":"3 + 4 = 7. The answer is 7"},{"instruction":"QUESTION","output":"The answer is 8"}]""")]
    [InlineData("cot", """[{"item_id":"a","question":"QUESTION","answer_cot":"Therefore, the answer is <7>.","answer_value":"7"},{"item_id":"b","question":"QUESTION","answer_cot":"Therefore, the answer is <8>.","answer_value":"7"}]""")]
    [InlineData("outputs", """[{"question":"QUESTION","chain-of-thought":"3 + 4 = 7. The answer is 7.","pred":7,"answer":7},{"question":"QUESTION","chain-of-thought":"The answer is 8.","pred":8,"answer":7}]""")]
    [InlineData("set", "{\"id\":\"a\",\"question\":\"QUESTION\",\"expectedAnswer\":\"7\",\"kind\":\"cot\",\"rationale\":\"The answer is 7.\"}\n{\"id\":\"a\",\"question\":\"QUESTION\",\"expectedAnswer\":\"7\",\"kind\":\"cot\",\"rationale\":\"The answer is 8.\"}")]
    public Task Filter_RecordedChains_KeepsTheRightOne(string form, string content) => AssertOneKeptAsync(form, content);

    [Theory]
    [InlineData("pot", """[{"item_id":"a","question":"QUESTION","answer_cot":"def solution():\n    return 3 + 4","answer_value":"7"},{"item_id":"b","question":"QUESTION","answer_cot":"def solution():\n    return 3 - 4","answer_value":"7"}]""")]
    [InlineData("wolfram", """[{"item_id":"a","question":"QUESTION","answer_cot":"v1 = 3 + 4","answer_value":"7"},{"item_id":"b","question":"QUESTION","answer_cot":"v1 = Solve[x]","answer_value":"7"}]""")]
    public async Task Filter_RecordedPrograms_KeepsTheRightOne(string form, string content)
    {
        await using var python = new PythonProgramExecutor();
        await python.SkipIfUnavailableAsync();
        await AssertOneKeptAsync(form, content);
    }

    [Fact]
    public async Task Filter_RecordedWithoutFolder_IsWrongUsage() =>
        Assert.Contains("--recorded needs --out", await CommandLineTool.FailAsync(2, "filter", "--recorded", folder.Write("a.json", "[]")), StringComparison.Ordinal);

    private async Task AssertOneKeptAsync(string form, string content)
    {
        string file = folder.Write("recorded.json", content.Replace("QUESTION", Question, StringComparison.Ordinal));
        string gold = folder.Write("gold.jsonl", JsonSerializer.Serialize(new { question = Question, answer = "#### 7" }));

        JsonElement report = await CommandLineTool.RunAsync(
            0, "filter", "--recorded", file, "--recorded-form", form, "--problems", gold, "--out", folder.File("out"), "--source", "a test", "--time-limit", $"{Guard.Time.TotalSeconds}", "--json");

        Assert.Equal((2, 1), (report.GetProperty("total").GetInt32(), report.GetProperty("kept").GetInt32()));
        Assert.Equal("7", Assert.Single(DistillationSet.Read(Path.Combine(folder.File("out"), DistillationFiles.Set))).Problem.ExpectedAnswer);
        Assert.Contains("| problems | a test |", File.ReadAllText(Path.Combine(folder.File("out"), DistillationFiles.Card)), StringComparison.Ordinal);
    }
}
