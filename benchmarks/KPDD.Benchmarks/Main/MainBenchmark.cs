using System.Diagnostics;
using KPDD.Benchmarks.Comparison;
using KPDD.Benchmarks.Generation;
using KPDD.Benchmarks.Students;
using KPDD.Benchmarks.Training;

namespace KPDD.Benchmarks.Main;

/// <summary>All questions in a few minutes: generation beside its rivals, the embedded students end to end, a training step. Writes the README's table.</summary>
/// <remarks>
/// <c>--quick [--questions generation,students,training] [--threads N] [--out FOLDER]</c>; with a folder of its own it leaves the README alone. Questions that are
/// not named keep the answers that the files have.
/// </remarks>
internal static class MainBenchmark
{
    public const string Verb = "--quick";

    public const string RenderVerb = "render";

    private const int Rounds = 3;

    // Fewer tokens and rounds the more rows there are: a step of many takes longer, and so is measured as well.
    private static readonly (TrialRequest Request, int Rounds)[] Requests =
    [
        (new(1, GenerationBenchmark.InputTokens, OutputTokens: 64, Encodings: 3), 5),
        (new(8, GenerationBenchmark.InputTokens, OutputTokens: 48, Encodings: 3), Rounds),
        (new(32, GenerationBenchmark.InputTokens, OutputTokens: 24, Encodings: 1), Rounds),
    ];

    public static void Run(string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        int threads = CommandLine.Number(arguments, "--threads", Environment.ProcessorCount);
        string repository = MachineDescription.Repository() ?? throw new InvalidOperationException("Run this from a build inside the source tree: it measures on the problems there.");
        string path = Path.Combine(CommandLine.Text(arguments, "--out") ?? MachineDescription.ResultsFolder(), MachineDescription.Read().FileName());
        MainReport report = Measure(CommandLine.Text(arguments, "--questions")?.Split(','), threads, repository, $"{path}.json");
        Console.WriteLine(report.ToMarkdown());
        Save(report, repository, path, writesReadme: CommandLine.Text(arguments, "--out") is null);
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

    /// <summary>Measures what is asked (all, where nothing is named) and takes the rest from the file of a run before.</summary>
    private static MainReport Measure(string[]? asked, int threads, string repository, string file)
    {
        var machine = MachineDescription.Read();
        MainReport? before = asked is null ? null : ReportFiles.Read<MainReport>(file);
        if (before is not null && (before.Machine != machine || before.Threads != threads))
        {
            throw new InvalidOperationException($"'{file}' was measured on {before.Machine} with {before.Threads} threads: measure all questions again.");
        }

        return new MainReport(
            machine,
            threads,
            Asked("generation") ? MeasureGeneration(threads) : before!.Generation,
            Asked("students") ? StudentReport.Measure(repository, threads, Rounds) : before!.Students,
            Asked("training") ? TrainingReport.Measure(threads, Rounds) : before!.Training);

        bool Asked(string question) => asked?.Contains(question) ?? true;
    }

    private static IReadOnlyList<Cell> MeasureGeneration(int threads)
    {
        Console.WriteLine("Writing the model for all rivals ...");
        using var folder = new RandomModelFolder();
        return RivalComparison.Measure(folder.Path, threads, Requests);
    }

    private static void Save(MainReport report, string repository, string path, bool writesReadme)
    {
        ReportFiles.Write(path, report.ToMarkdown(), report);
        if (writesReadme)
        {
            string readme = Path.Combine(repository, "README.md");
            File.WriteAllText(readme, ReadmeTable.Replace(File.ReadAllText(readme), report));
            Console.WriteLine($"Written: the table in {readme}");
        }
    }
}
