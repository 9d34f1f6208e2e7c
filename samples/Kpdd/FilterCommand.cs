using System.CommandLine;
using KPDD.Distillation;
using KPDD.PythonNet;

namespace KPDD.Samples;

/// <summary><c>kpdd filter</c>: keeps the paths whose answer is right, and writes training sets, report and data card.</summary>
internal static class FilterCommand
{
    public static Command Create()
    {
        var run = new Option<DirectoryInfo?>("--run") { Description = "The folder that 'generate' or 'merge' wrote", HelpName = "DIR" };
        var output = new Option<DirectoryInfo?>("--out") { Description = "Folder for the sets; default: the run's own", HelpName = "DIR" };
        var lenient = new Option<bool>("--lenient") { Description = "The last number of a chain of thought counts where none is stated" };
        var computed = new Option<bool>("--computed") { Description = "The answer of a chain of thought must come out of one of its calculations" };
        var source = new Option<string?>("--source") { Description = "Where the problems come from, for the data card", HelpName = "TEXT" };
        var json = new Option<bool>("--json") { Description = "End with one JSON object" };
        Option<double> timeLimit = TimeLimitOption.Create();
        var recorded = new RecordedOptions();
        var command = new Command("filter", "Keep the reasoning paths whose answer is right.") { run, output, lenient, computed, source, timeLimit, json };
        recorded.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(run) is null) == !recorded.AreGiven(result))
            {
                result.AddError("Give either --run or --recorded.");
            }
            else if (result.GetValue(run) is null && result.GetValue(output) is null)
            {
                result.AddError("--recorded needs --out.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? folder = parsed.GetValue(run)?.FullName;

            // Looked for here, because the output makes its folder, which is this one unless --out names another.
            RunManifest? manifest = folder is null ? null : RunManifest.Read(folder);

            var rules = new PathFilterOptions
            {
                Rule = parsed.GetValue(lenient) ? AnswerRule.Lenient : AnswerRule.Strict,
                RequireComputedAnswer = parsed.GetValue(computed),
                RequireKeyPoints = folder is not null, // recorded teachers were not asked for any
            };
            IAsyncEnumerable<TeacherPath> paths = folder is null ? recorded.Read(parsed).ToAsyncEnumerable() : RunReader.ReadPathsAsync(folder, cancellationToken);
            string target = parsed.GetValue(output)?.FullName ?? folder!;
            await using var python = new PythonProgramExecutor(new PythonExecutorOptions { TimeLimit = TimeSpan.FromSeconds(parsed.GetValue(timeLimit)) });
            FilterReport report = await DistillationOutput.WriteAsync(
                new PathFilter(python, rules).FilterAsync(paths, cancellationToken),
                target,
                new DistillationOutputOptions { Filter = rules, Source = parsed.GetValue(source) },
                cancellationToken);
            Write(report, manifest, target, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Write(FilterReport report, RunManifest? run, string folder, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(FilterReportJson.FormatFigures(report));
            return;
        }

        FieldLines.Write(
        [
            ("paths", $"{report.Total}{Missing(report, run)}"),
            .. report.PerReason.Select(pair => ($"{pair.Key}", Share(pair.Value, report.Total))),
            .. report.PerPath.Select(path => ($"kept of path {path.PathNumber}", Share(path.Kept, path.Total))),
            ("problems kept", $"{report.CoveredQuestions} of {report.PerQuestion.Count}"),
            ("written to", folder),
        ]);
    }

    /// <summary>What an unfinished run lacks: its sets would grow if it were resumed.</summary>
    private static string Missing(FilterReport report, RunManifest? run) => run switch
    {
        null => string.Empty,
        { Problems: null } => "; the run has not reached the end of its data",
        { Problems: { } problems } when run.Shard.CountOf(problems) * run.Paths is int all && all > report.Total => $"; the run lacks {all - report.Total}",
        _ => string.Empty,
    };

    private static string Share(int part, int whole) => $"{part} of {whole} ({(double)part / whole:P1})";
}
