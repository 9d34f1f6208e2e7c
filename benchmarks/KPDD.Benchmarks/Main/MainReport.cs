using System.Globalization;
using System.Text;
using KPDD.Benchmarks.Comparison;
using KPDD.Benchmarks.Generation;
using KPDD.Benchmarks.Students;
using KPDD.Benchmarks.Training;

namespace KPDD.Benchmarks.Main;

/// <summary>The answers to all questions on one machine, as the JSON file keeps them.</summary>
/// <param name="Machine">Where they were measured.</param>
/// <param name="Threads">Threads of each rival.</param>
/// <param name="Generation">One cell a rival and batch size.</param>
/// <param name="Students">The embedded students.</param>
/// <param name="Training">A training step.</param>
internal sealed record MainReport(MachineDescription Machine, int Threads, IReadOnlyList<Cell> Generation, StudentReport Students, TrainingReport Training)
{
    /// <summary>All tables, one a question.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("# Main table\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Machine}; {Threads} threads each.\nWritten by `dotnet run -c Release --project benchmarks/KPDD.Benchmarks -- {MainBenchmark.Verb}`.\n\n");
        text.Append("## How fast is generation with T5-small's shape, and how much memory does it take?\n\n");
        GenerationTable.Append(text, Generation);
        text.Append("\n## How many problems a second do the embedded students solve?\n\n");
        Students.Append(text);
        text.Append("\n## How long does a training step take?\n\n");
        Training.Append(text);
        return text.ToString();
    }
}
