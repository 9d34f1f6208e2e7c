using System.Globalization;
using System.Text;

namespace KPDD;

/// <summary>Writes evaluation reports as Markdown, for a person to read.</summary>
public static class EvaluationReportMarkdown
{
    /// <summary>Writes a report to a file, whole or not at all.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">The file.</param>
    /// <param name="title">Heading of the page.</param>
    /// <param name="examples">Most wrong answers to list; 0 or more.</param>
    public static void Write(EvaluationReport report, string path, string title = "Evaluation", int examples = 20) =>
        WholeFile.Write(path, Format(report, title, examples));

    /// <summary>Formats a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="title">Heading of the page.</param>
    /// <param name="examples">Most wrong answers to list; 0 or more.</param>
    /// <returns>The Markdown text.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="examples"/> is negative.</exception>
    public static string Format(EvaluationReport report, string title = "Evaluation", int examples = 20)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentOutOfRangeException.ThrowIfNegative(examples);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {title}\n\n| rule | correct | of | accuracy | 95 % interval |\n| --- | ---: | ---: | ---: | --- |\n");
        foreach (AnswerRule rule in Enum.GetValues<AnswerRule>())
        {
            int correct = report.CountCorrect(rule);
            ConfidenceInterval interval = ConfidenceInterval.Wilson(correct, report.Total);
            double accuracy = report.Total == 0 ? 0 : (double)correct / report.Total;
            text.Append(CultureInfo.InvariantCulture, $"| {rule} | {correct} | {report.Total} | {Percent(accuracy)} | {Percent(interval.Lower)} to {Percent(interval.Upper)} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{report.Answered} answered in {report.Seconds:0.0} s.\n\n| ended as | problems |\n| --- | ---: |\n");
        foreach ((SolveStatus status, int count) in report.PerStatus)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {status} | {count} |\n");
        }

        AppendExamples(text, report, examples);
        return text.ToString();
    }

    private static void AppendExamples(StringBuilder text, EvaluationReport report, int examples)
    {
        EvaluationItem[] wrong = [.. report.Items.Where(i => !i.IsCorrect(report.Rule)).Take(examples)];
        if (wrong.Length == 0)
        {
            return;
        }

        text.Append("\n## Wrong answers\n\n| problem | question | expected | given | how it ended |\n| --- | --- | --- | --- | --- |\n");
        foreach (EvaluationItem item in wrong)
        {
            string end = item.Result.Diagnostic ?? item.Evidence.ToString();
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(item.Problem.Id)} | {Cell(item.Problem.Question)} | {Cell(item.Problem.ExpectedAnswer)} | {Cell(item.Result.Answer)} | {Cell(end)} |\n");
        }
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    private static string Cell(string? text) =>
        (text ?? "-").ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
