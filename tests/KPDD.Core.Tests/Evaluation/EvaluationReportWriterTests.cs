using System.Text.Json;

namespace KPDD.Core.Tests;

public class EvaluationReportWriterTests
{
    [Fact]
    public void WriteJson_Report_HoldsFiguresAndItems()
    {
        using var file = new TemporaryFile("report.json", "old");

        EvaluationReportJson.Write(EvaluationSamples.Report(true, false), file.FullName);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file.FullName));
        JsonElement root = json.RootElement;
        Assert.Equal(2, root.GetProperty("total").GetInt32());
        Assert.Equal(2, root.GetProperty("answered").GetInt32());
        Assert.Equal(1, root.GetProperty("correct").GetInt32());
        Assert.Equal(0.5, root.GetProperty("accuracy").GetDouble());
        Assert.Equal(2, root.GetProperty("perStatus").GetProperty("solved").GetInt32());
        Assert.Equal(1.5, root.GetProperty("seconds").GetDouble());
        Assert.Equal(["p0", "p1"], root.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        Assert.Equal("statement", root.GetProperty("items")[1].GetProperty("evidence").GetString());
    }

    [Fact]
    public void FormatMarkdown_PipesAndLineBreaks_StayWithinTheirCell()
    {
        MathProblem problem = new("p|0", "How\nmany | few?") { ExpectedAnswer = "1" };
        var report = new EvaluationReport([EvaluationItem.Judge(problem, EvaluationSamples.Stated(problem, "2"))], AnswerRule.Strict, TimeSpan.Zero);

        string text = EvaluationReportMarkdown.Format(report, "Small run");

        Assert.StartsWith("# Small run\n", text, StringComparison.Ordinal);
        Assert.Contains("| Strict | 0 | 1 | 0.0 % | 0.0 % to 79.3 % |", text, StringComparison.Ordinal);
        Assert.Contains("| p\\|0 | How many \\| few? | 1 | 2 | Statement |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void FormatMarkdown_NoExamplesWanted_ListsNone() =>
        Assert.DoesNotContain("Wrong answers", EvaluationReportMarkdown.Format(EvaluationSamples.Report(false), examples: 0), StringComparison.Ordinal);
}
