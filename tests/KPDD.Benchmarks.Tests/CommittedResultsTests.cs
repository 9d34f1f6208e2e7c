using KPDD.Benchmarks.Comparison;
using KPDD.Benchmarks.Generation;
using KPDD.Benchmarks.Main;

namespace KPDD.Benchmarks.Tests;

/// <summary>What is written in the README and in the result files is what the measured figures render to: nobody edits a number by hand.</summary>
public class CommittedResultsTests
{
    private static readonly string Root = MachineDescription.Repository()!;

    public static TheoryData<string> MainFiles => Files(file => !GenerationReport.IsFile(file));

    public static TheoryData<string> GenerationFiles => Files(GenerationReport.IsFile);

    [Fact]
    public void ReadmeTable_IsThatOfTheResultsItNames()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));

        Assert.Equal(ReadmeTable.Render(ReportFiles.Read<MainReport>(Results($"{ReadmeTable.ResultsName(readme)}.json"))), ReadmeTable.Extract(readme));
    }

    [Theory]
    [MemberData(nameof(MainFiles))]
    public void MainFile_Markdown_IsThatOfItsFigures(string file) =>
        Assert.Equal(ReportFiles.Read<MainReport>(Results(file)).ToMarkdown(), Markdown(file));

    [Theory]
    [MemberData(nameof(GenerationFiles))]
    public void GenerationFile_Markdown_IsThatOfItsFigures(string file) =>
        Assert.Equal(ReportFiles.Read<GenerationReport>(Results(file)).ToMarkdown(), Markdown(file));

    private static string Markdown(string file) => File.ReadAllText(Results(Path.ChangeExtension(file, ".md")));

    private static string Results(string file) => Path.Combine(Root, "benchmarks", "results", file);

    private static TheoryData<string> Files(Func<string, bool> wanted) =>
        new(Directory.EnumerateFiles(Results(string.Empty), "*.json").Select(file => Path.GetFileName(file)).Where(wanted).Order(StringComparer.Ordinal));
}
