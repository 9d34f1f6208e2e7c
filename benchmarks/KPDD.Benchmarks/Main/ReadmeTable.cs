using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KPDD.Benchmarks.Comparison;
using KPDD.Benchmarks.Generation;
using KPDD.Benchmarks.Students;

namespace KPDD.Benchmarks.Main;

/// <summary>The README's short form of a report: one line a question, one column a rival, between two comments that mark it.</summary>
internal static partial class ReadmeTable
{
    private const string Begin = "<!-- speed:begin -->\n";
    private const string End = "<!-- speed:end -->";

    /// <summary>The README with the report's table in the place of the one before.</summary>
    public static string Replace(string readme, MainReport report)
    {
        var (start, end) = Find(readme);
        return $"{readme[..start]}{Render(report)}{readme[end..]}";
    }

    /// <summary>The table that a README holds.</summary>
    public static string Extract(string readme)
    {
        var (start, end) = Find(readme);
        return readme[start..end];
    }

    /// <summary>The name, without ending, of the result files that a README's table is of; empty where it has none yet.</summary>
    public static string ResultsName(string readme) => Link().Match(Extract(readme)).Groups[1].Value;

    public static string Render(MainReport report)
    {
        IReadOnlyList<TimedCell> training = report.Training.Cells;
        string[] rivals = [.. report.Generation.Select(cell => cell.Rival).Union(training.Select(cell => cell.Rival))];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.Machine};\n{report.Threads} threads each. In brackets: how many times as fast as {Rival.Baseline} (the students: as {StudentRival.Baseline}; training: as {report.Training.Baseline})\n");
        text.Append("in the same round, or the share of its memory. ");
        if (report.Generation.Average(cell => cell.OtherProcessors) is { } load)
        {
            text.Append(CultureInfo.InvariantCulture, $"Other programs kept {load:F1} processors busy meanwhile. ");
        }

        text.Append(CultureInfo.InvariantCulture, $"All figures, settings and spreads:\n[{report.Machine.FileName()}.md](benchmarks/results/{report.Machine.FileName()}.md).\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", rivals)} |\n|---|{string.Concat(Enumerable.Repeat("---|", rivals.Length))}\n");
        foreach (IGrouping<int, Cell> batch in report.Generation.GroupBy(cell => cell.Batch))
        {
            Line(text, rivals, $"T5-small, {Rows(batch.Key)}: tokens/s", batch, cell => cell.Rival, cell => Figure(cell.TokensPerSecond, 0, cell.StepRatio));
        }

        foreach (IGrouping<int, Cell> batch in report.Generation.GroupBy(cell => cell.Batch))
        {
            Line(text, rivals, $"encoder of {Rows(batch.Key)}, ms", batch, cell => cell.Rival, cell => Figure(cell.EncoderMilliseconds, 0, cell.EncoderRatio));
        }

        foreach (IGrouping<int, Cell> batch in report.Generation.GroupBy(cell => cell.Batch))
        {
            Line(text, rivals, $"peak memory with {Rows(batch.Key)}, MB", batch, cell => cell.Rival, cell => Figure(cell.PeakMegabytes, 0, cell.PeakRatio));
        }

        Line(text, rivals, "loading, ms", report.Generation.DistinctBy(cell => cell.Rival), cell => cell.Rival, cell => cell.LoadMilliseconds.ToString("F0", CultureInfo.InvariantCulture));
        Line(text, rivals, "embedded students: problems/s", report.Students.Cells, cell => cell.Rival, cell => Figure(report.Students.ProblemsPerSecond(cell), 1, cell.Ratio));
        Line(text, rivals, "training step, s", training, cell => cell.Rival, cell => Figure(cell.Seconds, 2, cell.Ratio));
        return text.ToString();
    }

    private static void Line<T>(StringBuilder text, string[] rivals, string question, IEnumerable<T> cells, Func<T, string> rivalOf, Func<T, string> figureOf)
    {
        Dictionary<string, string> figures = cells.ToDictionary(rivalOf, figureOf);
        text.Append(CultureInfo.InvariantCulture, $"| {question} | {string.Join(" | ", rivals.Select(rival => figures.GetValueOrDefault(rival, "–")))} |\n");
    }

    private static string Rows(int batch) => batch == 1 ? "1 row" : $"{batch} rows";

    private static string Figure(double value, int digits, double ratio) =>
        $"{value.ToString($"F{digits}", CultureInfo.InvariantCulture)} ({ratio.ToString("F2", CultureInfo.InvariantCulture)})";

    private static (int Start, int End) Find(string readme)
    {
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? (begin + Begin.Length, end)
            : throw new InvalidDataException($"The README has no place for the table: '{Begin.Trim()}' and '{End}' in this order.");
    }

    [GeneratedRegex(@"\(benchmarks/results/([a-z0-9-]+)\.md\)")]
    private static partial Regex Link();
}
