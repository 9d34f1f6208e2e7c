using System.Globalization;
using System.Text;
using KPDD.Benchmarks.Comparison;

namespace KPDD.Benchmarks.Training;

/// <summary>How long one training step takes.</summary>
/// <param name="Baseline">The rival that the ratios are taken to.</param>
/// <param name="Cells">One a rival.</param>
internal sealed record TrainingReport(string Baseline, IReadOnlyList<TimedCell> Cells)
{
    /// <summary>Measures all rivals that can be run here.</summary>
    public static TrainingReport Measure(int threads, int rounds)
    {
        IReadOnlyList<TrainingRival> rivals = TrainingRival.Find();
        string baseline = rivals.Any(rival => rival.Name == TrainingRival.Reference) ? TrainingRival.Reference : TrainingRival.Plain;
        (string Name, string Settings, WorkerProcess Process)[] processes =
            [.. rivals.Select(rival => (rival.Name, rival.Settings, new WorkerProcess(rival.Name, rival.Start(threads))))];
        try
        {
            Console.WriteLine($"Training steps, {rounds} rounds ...");
            return new TrainingReport(baseline, TimedCell.Measure(processes, baseline, rounds, "step"));
        }
        finally
        {
            Array.ForEach(processes, rival => rival.Process.Dispose());
        }
    }

    public void Append(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"T5-small's shape from random weights, {TrainingTask.Rows} rows of {TrainingTask.Tokens} tokens in and out, float32, dropout, gradients clipped, AdamW; rounds in turns, medians.\n");
        text.Append(CultureInfo.InvariantCulture, $"Ratios are to {Baseline} in the same round (larger is faster, least and largest round in brackets).{(Baseline == TrainingRival.Plain ? " PyTorch is not installed here (Debian: python3-torch and libopenblas0-pthread)." : string.Empty)}\n\n");
        text.Append("| | s a step | ratio | peak MB | loss | rounds |\n|---|---|---|---|---|---|\n");
        foreach (TimedCell cell in Cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {cell.Rival} | {cell.Seconds:F2} | {cell.Ratio:F2} ({cell.LowestRatio:F2}-{cell.HighestRatio:F2}) | {cell.PeakMegabytes:F0} | {cell.Outcome:F1} | {cell.Rounds} |\n");
        }

        text.Append("\nSettings:\n");
        foreach (TimedCell cell in Cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {cell.Rival}: {cell.Settings}\n");
        }
    }
}
