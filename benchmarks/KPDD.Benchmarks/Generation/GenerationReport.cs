using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KPDD.Benchmarks.Generation;

/// <summary>The comparison as Markdown and as JSON.</summary>
internal sealed record GenerationReport(MachineDescription Machine, int Threads, int Rounds, int OutputTokens, IReadOnlyList<Cell> Cells)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("# Generation with T5-small's shape").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine.Processor}, {Machine.Processors} processors, {Machine.System}; {Machine.Runtime}, ONNX Runtime {Machine.OnnxRuntime}.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Random weights, 128 tokens in, {OutputTokens} out, greedy; {Threads} threads each; {Rounds} rounds in turns, medians.");
        text.AppendLine("Speed ratios are to ONNX Runtime int8 in the same round (larger is faster, least and largest round in brackets), memory ratios to its memory.");
        if (Machine.CoreShared)
        {
            text.AppendLine().AppendLine("**Other processes held a core of this machine meanwhile**: read the ratios, not the figures.");
        }

        text.AppendLine().AppendLine("| rows | | tokens/s | ms a step | ratio | encoder ms | ratio | peak MB | ratio | load ms | tokens equal to float32 |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (Cell cell in Cells)
        {
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"| {cell.Batch} | {cell.Rival} | {cell.TokensPerSecond:F0} | {cell.StepMilliseconds:F2} | {cell.StepRatio:F2} ({cell.LowestStepRatio:F2}-{cell.HighestStepRatio:F2}) | {cell.EncoderMilliseconds:F0} | {cell.EncoderRatio:F2} | {cell.PeakMegabytes:F0} | {cell.PeakRatio:F2} | {cell.LoadMilliseconds:F0} | {cell.EqualTokens:P0} |"));
        }

        text.AppendLine().AppendLine("Settings:");
        foreach (Cell cell in Cells.DistinctBy(cell => cell.Rival))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {cell.Rival}: {cell.Settings}");
        }

        return text.ToString();
    }

    /// <summary>Writes both files, named after the processor.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, Machine.FileName());
        File.WriteAllText($"{path}.md", ToMarkdown());
        File.WriteAllText($"{path}.json", JsonSerializer.Serialize(this, Indented) + "\n");
        Console.WriteLine($"Written: {path}.md and .json");
    }
}
