using System.Globalization;
using System.Text;
using KPDD.Benchmarks.Comparison;

namespace KPDD.Benchmarks.Generation;

/// <summary>The comparison as Markdown and as JSON.</summary>
internal sealed record GenerationReport(MachineDescription Machine, int Threads, IReadOnlyList<Cell> Cells)
{
    private const string FileEnding = "-generation";

    /// <summary>Whether a result file is one of these reports.</summary>
    public static bool IsFile(string path) => Path.GetFileNameWithoutExtension(path).EndsWith(FileEnding, StringComparison.Ordinal);

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("# Generation with T5-small's shape\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Machine}; {Threads} threads each.\n\n");
        GenerationTable.Append(text, Cells);
        return text.ToString();
    }

    /// <summary>Writes both files, named after the processor; batch sizes that were measured before and not now are kept, if machine and threads are the same.</summary>
    public void Save(string folder)
    {
        string path = Path.Combine(folder, $"{Machine.FileName()}{FileEnding}");
        GenerationReport whole = this with { Cells = [.. Cells.Concat(KeptCells($"{path}.json")).OrderBy(cell => cell.Batch)] };
        ReportFiles.Write(path, whole.ToMarkdown(), whole);
    }

    private IEnumerable<Cell> KeptCells(string file)
    {
        GenerationReport? before = File.Exists(file) ? ReportFiles.Read<GenerationReport>(file) : null;
        return before?.Machine == Machine && before.Threads == Threads
            ? before.Cells.Where(old => Cells.All(cell => cell.Batch != old.Batch))
            : [];
    }
}
