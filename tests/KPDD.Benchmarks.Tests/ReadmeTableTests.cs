using KPDD.Benchmarks.Comparison;
using KPDD.Benchmarks.Generation;
using KPDD.Benchmarks.Main;
using KPDD.Benchmarks.Students;
using KPDD.Benchmarks.Training;

namespace KPDD.Benchmarks.Tests;

public class ReadmeTableTests
{
    private static readonly MainReport Report = new(
        new MachineDescription("Some(R) CPU @ 2", "AVX2", 2, "System", ".NET", "1", "2"),
        Threads: 2,
        [GenerationCell("ours", 1, 1.5), GenerationCell("theirs", 1, 1)],
        new StudentReport(10, [new TimedCell("ours", "set", 4, 2, 1, 3, 100, 9, 3, null)]),
        new TrainingReport("reference", [new TimedCell("ours", "set", 1.5, 1.25, 1, 2, 100, 10, 3, null), new TimedCell("reference", "set", 2, 1, 1, 1, 100, 10, 3, null)]));

    [Fact]
    public void Replace_OldTable_IsExchangedAndTheRestKept()
    {
        string replaced = ReadmeTable.Replace("# Title\n<!-- speed:begin -->\nold\n<!-- speed:end -->\nrest\n", Report);

        Assert.Equal($"# Title\n<!-- speed:begin -->\n{ReadmeTable.Render(Report)}<!-- speed:end -->\nrest\n", replaced);
        Assert.Equal(ReadmeTable.Render(Report), ReadmeTable.Extract(replaced));
    }

    [Theory]
    [InlineData("# Title\n")]
    [InlineData("<!-- speed:end -->\n<!-- speed:begin -->\n")]
    public void Replace_NoPlaceForATable_IsRefused(string readme) =>
        Assert.Throws<InvalidDataException>(() => ReadmeTable.Replace(readme, Report));

    [Fact]
    public void Render_Report_HasOneLineAQuestion()
    {
        string table = ReadmeTable.Render(Report);

        Assert.Contains("[some-cpu-2-avx2.md](benchmarks/results/some-cpu-2-avx2.md)", table, StringComparison.Ordinal);
        Assert.Contains("| | ours | theirs | reference |\n", table, StringComparison.Ordinal);
        Assert.Contains("| T5-small, 1 row: tokens/s | 500 (1.50) | 500 (1.00) | – |\n", table, StringComparison.Ordinal);
        Assert.Contains("| embedded students: problems/s | 2.5 (2.00) | – | – |\n", table, StringComparison.Ordinal);
        Assert.Contains("| training step, s | 1.50 (1.25) | – | 2.00 (1.00) |\n", table, StringComparison.Ordinal);
    }

    private static Cell GenerationCell(string rival, int batch, double ratio) =>
        new(rival, "set", batch, 500, 2, ratio, ratio, ratio, 10, ratio, 100, ratio, 5, 1, 3, 32, null);
}
