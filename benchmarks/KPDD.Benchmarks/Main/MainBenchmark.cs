using System.Diagnostics;
using KPDD.Benchmarks.Comparison;
using KPDD.Benchmarks.Generation;
using KPDD.Benchmarks.Students;

namespace KPDD.Benchmarks.Main;

/// <summary>All questions in a few minutes: generation beside its rivals, the embedded students end to end. Writes the README's table.</summary>
/// <remarks><c>--quick [--threads N] [--out FOLDER]</c>; with a folder of its own it leaves the README alone.</remarks>
internal static class MainBenchmark
{
    public const string Verb = "--quick";

    public const string RenderVerb = "render";

    private const int Rounds = 3;

    // Fewer tokens the more rows there are: a step of many takes longer, and so is measured as well.
    private static readonly TrialRequest[] Requests =
    [
        new(1, GenerationBenchmark.InputTokens, OutputTokens: 32),
        new(8, GenerationBenchmark.InputTokens, OutputTokens: 16),
        new(32, GenerationBenchmark.InputTokens, OutputTokens: 8),
    ];

    public static void Run(string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        int threads = CommandLine.Number(arguments, "--threads", Environment.ProcessorCount);
        string repository = MachineDescription.Repository() ?? throw new InvalidOperationException("Run this from a build inside the source tree: it measures on the problems there.");
        Console.WriteLine("Writing the model for all rivals ...");
        using var folder = new RandomModelFolder();
        var report = new MainReport(
            MachineDescription.Read(),
            threads,
            RivalComparison.Measure(folder.Path, threads, Rounds, Requests),
            StudentReport.Measure(repository, threads, Rounds));
        Console.WriteLine(report.ToMarkdown());
        Save(report, repository, CommandLine.Text(arguments, "--out"));
        Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalMinutes:F1} minutes");
    }

    /// <summary>Writes the README's table and every Markdown file again from the kept figures: after a change of what they say, nothing is measured.</summary>
    public static void Render()
    {
        string results = MachineDescription.ResultsFolder();
        string readme = Path.Combine(MachineDescription.Repository()!, "README.md");
        string shown = ReadmeTable.ResultsName(File.ReadAllText(readme));
        foreach (string file in Directory.EnumerateFiles(results, "*.json"))
        {
            if (GenerationReport.IsFile(file))
            {
                File.WriteAllText(Path.ChangeExtension(file, ".md"), ReportFiles.Read<GenerationReport>(file).ToMarkdown());
                continue;
            }

            MainReport report = ReportFiles.Read<MainReport>(file);
            File.WriteAllText(Path.ChangeExtension(file, ".md"), report.ToMarkdown());
            if (report.Machine.FileName() == shown)
            {
                File.WriteAllText(readme, ReadmeTable.Replace(File.ReadAllText(readme), report));
            }
        }
    }

    private static void Save(MainReport report, string repository, string? otherFolder)
    {
        ReportFiles.Write(Path.Combine(otherFolder ?? MachineDescription.ResultsFolder(), report.Machine.FileName()), report.ToMarkdown(), report);
        if (otherFolder is null)
        {
            string readme = Path.Combine(repository, "README.md");
            File.WriteAllText(readme, ReadmeTable.Replace(File.ReadAllText(readme), report));
            Console.WriteLine($"Written: the table in {readme}");
        }
    }
}
