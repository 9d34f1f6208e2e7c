using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KPDD.Benchmarks.Generation;

/// <summary>The comparison as Markdown and as JSON.</summary>
internal sealed record GenerationReport(MachineDescription Machine, int Threads, IReadOnlyList<Cell> Cells)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("# Generation with T5-small's shape").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine.Processor}, {Machine.Processors} processors, {Machine.System}; {Machine.Runtime}, ONNX Runtime {Machine.OnnxRuntime}.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Random weights, 128 tokens in, greedy; {Threads} threads each; rounds in turns, medians.");
        text.AppendLine("Speed ratios are to ONNX Runtime int8 in the same round (larger is faster, least and largest round in brackets), memory ratios to its memory.");
        text.AppendLine().AppendLine("| rows | | tokens/s | ms a step | ratio | encoder ms | ratio | peak MB | ratio | load ms | tokens equal to float32 |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (Cell cell in Cells)
        {
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"| {cell.Batch} | {cell.Rival} | {cell.TokensPerSecond:F0} | {cell.StepMilliseconds:F2} | {cell.StepRatio:F2} ({cell.LowestStepRatio:F2}-{cell.HighestStepRatio:F2}) | {cell.EncoderMilliseconds:F0} | {cell.EncoderRatio:F2} | {cell.PeakMegabytes:F0} | {cell.PeakRatio:F2} | {cell.LoadMilliseconds:F0} | {cell.EqualTokens:P0} |"));
        }

        text.AppendLine();
        foreach (IGrouping<int, Cell> batch in Cells.GroupBy(cell => cell.Batch))
        {
            Cell first = batch.First();
            string others = batch.Average(cell => cell.OtherProcessors) is { } load
                ? string.Create(CultureInfo.InvariantCulture, $"; other processes kept {load:F1} processors busy meanwhile")
                : string.Empty;
            text.AppendLine(CultureInfo.InvariantCulture, $"- {first.Batch} rows: {first.Rounds} rounds of {first.OutputTokens} tokens out{others}");
        }

        text.AppendLine().AppendLine("Settings:");
        foreach (Cell cell in Cells.DistinctBy(cell => cell.Rival))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {cell.Rival}: {cell.Settings}");
        }

        return text.ToString();
    }

    /// <summary>Writes both files, named after the processor; batch sizes that were measured before and not now are kept, if machine and threads are the same.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, Machine.FileName());
        GenerationReport whole = this with { Cells = [.. Cells.Concat(KeptCells($"{path}.json")).OrderBy(cell => cell.Batch)] };
        File.WriteAllText($"{path}.md", whole.ToMarkdown());
        File.WriteAllText($"{path}.json", JsonSerializer.Serialize(whole, Indented) + "\n");
        Console.WriteLine($"Written: {path}.md and .json");
    }

    private IEnumerable<Cell> KeptCells(string file)
    {
        GenerationReport? before = File.Exists(file) ? JsonSerializer.Deserialize<GenerationReport>(File.ReadAllText(file)) : null;
        return before?.Machine == Machine && before.Threads == Threads
            ? before.Cells.Where(old => old.Rounds > 0 && Cells.All(cell => cell.Batch != old.Batch))
            : [];
    }
}
