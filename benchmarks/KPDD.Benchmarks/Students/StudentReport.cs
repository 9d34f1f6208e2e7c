using System.Globalization;
using System.Text;
using KPDD.Benchmarks.Comparison;

namespace KPDD.Benchmarks.Students;

/// <summary>How fast the embedded students solve problems: key points, programs by beams, isolated Python.</summary>
/// <param name="Problems">Problems solved together.</param>
/// <param name="Cells">One a rival.</param>
internal sealed record StudentReport(int Problems, IReadOnlyList<TimedCell> Cells)
{
    private const int Count = 32;

    /// <summary>Measures all rivals on the development problems that the repository holds.</summary>
    public static StudentReport Measure(string repository, int threads, int rounds)
    {
        var request = new StudentRequest(Path.Combine(repository, "tests", "fixtures", "mawps", "fold0-dev.csv"), Count);
        (string Name, string Settings, WorkerProcess Process)[] rivals = [.. StudentRival.All.Select(rival => (rival.Name, rival.Settings, rival.Start(threads)))];
        try
        {
            Console.WriteLine($"{Count} problems, {rounds} rounds ...");
            return new StudentReport(Count, TimedCell.Measure(rivals, StudentRival.Baseline, rounds, request));
        }
        finally
        {
            Array.ForEach(rivals, rival => rival.Process.Dispose());
        }
    }

    public double ProblemsPerSecond(TimedCell cell) => Problems / cell.Seconds;

    public void Append(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"{Problems} problems of MAWPS together, from question to answer: key points, programs by beams, isolated Python; rounds in turns, medians.\n");
        text.Append(CultureInfo.InvariantCulture, $"Ratios are to {StudentRival.Baseline} in the same round (larger is faster, least and largest round in brackets).\n\n");
        text.Append("| | problems/s | ratio | peak MB | right answers | rounds |\n|---|---|---|---|---|---|\n");
        foreach (TimedCell cell in Cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {cell.Rival} | {ProblemsPerSecond(cell):F1} | {cell.Ratio:F2} ({cell.LowestRatio:F2}-{cell.HighestRatio:F2}) | {cell.PeakMegabytes:F0} | {cell.Outcome:F0} | {cell.Rounds} |\n");
        }
    }
}
