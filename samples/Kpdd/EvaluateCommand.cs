using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;

namespace KPDD.Samples;

/// <summary><c>kpdd evaluate</c>: the share of a data set's problems that a pipeline answers right.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var data = new Option<FileInfo>("--data") { Description = "The data set's file", Required = true };
        var format = new Option<string>("--format") { Description = "The file's format", Required = true };
        format.AcceptOnlyFromAmong([.. DatasetFormats.Names]);
        var limit = new Option<int?>("--limit") { Description = "Only the first so many problems" };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int?>() < 1)
            {
                result.AddError("--limit must be at least 1.");
            }
        });
        var json = new Option<bool>("--json") { Description = "End with one JSON object" };
        var pipelineOptions = new PipelineOptions();
        var command = new Command("evaluate", "Measure accuracy on a data set.") { data, format, limit, json };
        pipelineOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<MathProblem> problems = Datasets.Read(
                parsed.GetRequiredValue(data).FullName, DatasetFormats.Parse(parsed.GetRequiredValue(format)));
            problems = [.. problems.Take(parsed.GetValue(limit) ?? int.MaxValue)];
            await using KpddPipeline pipeline = await pipelineOptions.LoadAsync(parsed, cancellationToken);

            EvaluateLine line = await MeasureAsync(pipeline, problems, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonLines.Write(line);
            }
            else
            {
                Write(line);
            }

            return 0;
        });
        return command;
    }

    private static async Task<EvaluateLine> MeasureAsync(KpddPipeline pipeline, IReadOnlyList<MathProblem> problems, CancellationToken cancellationToken)
    {
        int correct = 0;
        var results = new List<SolveResult>(problems.Count);
        var watch = Stopwatch.StartNew();
        await ProgressBar.RunAsync("evaluating", problems.Count, async advance =>
        {
            await foreach (SolveResult result in pipeline.SolveAsync(problems.ToAsyncEnumerable(), cancellationToken: cancellationToken))
            {
                results.Add(result);
                correct += AnswerComparer.Matches(result.Answer, result.Problem.ExpectedAnswer) ? 1 : 0;
                advance(results.Count, $"{correct} of {results.Count} right");
            }
        });
        return new EvaluateLine(
            problems.Count,
            results.Count(result => result.Answer is not null),
            correct,
            problems.Count == 0 ? 0 : (double)correct / problems.Count,
            results.CountBy(result => result.Status.ToString()).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
            Math.Round(watch.Elapsed.TotalSeconds, 2));
    }

    private static void Write(EvaluateLine line)
    {
        (double low, double high) = Wilson.Interval(line.Correct, line.Total);
        var table = new Table().AddColumns("measure", "value").Border(TableBorder.Simple);
        table.AddRow("problems", $"{line.Total}");
        table.AddRow("answered", $"{line.Answered}");
        table.AddRow("correct", $"{line.Correct}");
        table.AddRow("accuracy", $"{line.Accuracy:P1} (95 % interval {low:P1} to {high:P1})");
        foreach ((string status, int count) in line.PerStatus)
        {
            table.AddRow(status, $"{count}");
        }

        table.AddRow("seconds", $"{line.Seconds:0.0}");
        AnsiConsole.Write(table);
    }
}
