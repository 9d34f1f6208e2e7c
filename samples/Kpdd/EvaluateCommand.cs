using System.CommandLine;

namespace KPDD.Samples;

/// <summary><c>kpdd evaluate</c>: the share of a data set's problems that a pipeline answers right.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var dataSet = new DataSetOptions();
        var json = new Option<bool>("--json") { Description = "End with one JSON object" };
        var pipelineOptions = new PipelineOptions();
        var command = new Command("evaluate", "Measure accuracy on a data set.");
        dataSet.AddTo(command);
        command.Add(json);
        pipelineOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<MathProblem> problems = dataSet.Read(parsed);
            await using KpddPipeline pipeline = await pipelineOptions.LoadAsync(parsed, cancellationToken);

            EvaluationReport report = await MeasureAsync(pipeline, problems, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonLines.Write(EvaluateLine.From(report));
            }
            else
            {
                Write(report);
            }

            return 0;
        });
        return command;
    }

    private static async Task<EvaluationReport> MeasureAsync(
        KpddPipeline pipeline, IReadOnlyList<MathProblem> problems, CancellationToken cancellationToken)
    {
        EvaluationReport? report = null;
        await ProgressBar.RunAsync("evaluating", problems.Count, async advance =>
        {
            var progress = new Callback<EvaluationProgress>(now => advance(now.Done, $"{now.Correct} of {now.Done} right"));
            report = await new Evaluator().EvaluateAsync(pipeline, problems, progress: progress, cancellationToken: cancellationToken);
        });
        return report!;
    }

    private static void Write(EvaluationReport report) => FieldLines.Write(
    [
        ("problems", $"{report.Total}"),
        ("answered", $"{report.Answered}"),
        ("correct", $"{report.Correct}"),
        ("accuracy", $"{report.Accuracy:P1} (95 % interval {report.Interval.Lower:P1} to {report.Interval.Upper:P1})"),
        .. report.PerStatus.Where(pair => pair.Value > 0).Select(pair => ($"{pair.Key}", $"{pair.Value}")),
        ("seconds", $"{report.Seconds:0.0}"),
    ]);
}
