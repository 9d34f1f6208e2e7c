using System.Text.Json;

namespace KPDD.Cli.Tests;

public class EvaluateCommandTests
{
    [Theory]
    [MemberData(nameof(TinyDataSets.Formats), MemberType = typeof(TinyDataSets))]
    public async Task Evaluate_JsonWithLimit_EndsWithOneObjectOverTheFirstProblems(string format)
    {
        using var folder = new TemporaryFolder();
        string file = TinyDataSets.Write(folder, format);

        // Chains of thought from the question alone: the pipeline that is up first, without Python.
        CliRun run = await KpddCli.RunAsync("evaluate", "--data", file, "--format", format, "--limit", "2", "--json", "--kind", "cot", "--no-key-points");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        JsonElement report = JsonSerializer.Deserialize<JsonElement>(Assert.Single(run.Lines));
        Assert.Equal(["total", "answered", "correct", "accuracy", "perStatus", "seconds"], report.EnumerateObject().Select(property => property.Name));
        Assert.Equal((2, 2, 1), (report.GetProperty("total").GetInt32(), report.GetProperty("answered").GetInt32(), report.GetProperty("correct").GetInt32()));
        Assert.Equal(0.5, report.GetProperty("accuracy").GetDouble());
        Assert.Equal(2, report.GetProperty("perStatus").GetProperty("Solved").GetInt32());
        Assert.Equal(JsonValueKind.Number, report.GetProperty("seconds").ValueKind);
    }

    [Fact]
    public async Task Evaluate_ForAPerson_ShowsTheFiguresOfTheWholeFile()
    {
        using var folder = new TemporaryFolder();
        string file = TinyDataSets.Write(folder, "svamp");

        CliRun run = await KpddCli.RunAsync("evaluate", "--data", file, "--format", "svamp");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains(run.Lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["problems", "3"]);
        Assert.Contains(run.Lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["correct", "2"]);
        Assert.Contains("95 % interval", run.Output, StringComparison.Ordinal);
    }
}
