using System.Globalization;
using System.Text;

namespace KPDD.Benchmarks.Generation;

/// <summary>The cells as a Markdown table with what is needed to read it.</summary>
internal static class GenerationTable
{
    public static void Append(StringBuilder text, IReadOnlyList<Cell> cells)
    {
        text.Append(CultureInfo.InvariantCulture, $"Random weights, {GenerationBenchmark.InputTokens} tokens in, greedy; rounds in turns, medians; the time of an encoder in a round is a median of up to three.\n");
        text.Append(CultureInfo.InvariantCulture, $"Speed ratios are to {Rival.Baseline} in the same round (larger is faster, least and largest round in brackets), memory ratios to its memory.\n\n");
        text.Append("| rows | | tokens/s | ms a step | ratio | encoder ms | ratio | peak MB | ratio | load ms | tokens equal to float32 |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (Cell cell in cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {cell.Batch} | {cell.Rival} | {cell.TokensPerSecond:F0} | {cell.StepMilliseconds:F2} | {cell.StepRatio:F2} ({cell.LowestStepRatio:F2}-{cell.HighestStepRatio:F2}) | {cell.EncoderMilliseconds:F0} | {cell.EncoderRatio:F2} | {cell.PeakMegabytes:F0} | {cell.PeakRatio:F2} | {cell.LoadMilliseconds:F0} | {cell.EqualTokens:P0} |\n");
        }

        text.Append('\n');
        foreach (IGrouping<int, Cell> batch in cells.GroupBy(cell => cell.Batch))
        {
            Cell first = batch.First();
            string others = batch.Average(cell => cell.OtherProcessors) is { } load
                ? string.Create(CultureInfo.InvariantCulture, $"; other processes kept {load:F1} processors busy meanwhile")
                : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"- {first.Batch} rows: {first.Rounds} rounds of {first.OutputTokens} tokens out{others}\n");
        }

        text.Append("\nSettings:\n");
        foreach (Cell cell in cells.DistinctBy(cell => cell.Rival))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {cell.Rival}: {cell.Settings}\n");
        }
    }
}
