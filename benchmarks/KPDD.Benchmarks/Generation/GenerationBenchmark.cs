using KPDD.Benchmarks.Comparison;

namespace KPDD.Benchmarks.Generation;

/// <summary>Generation with T5-small's shape at length: this library beside what a developer would pick instead, 128 tokens in and out.</summary>
/// <remarks><c>generation [--rows 1,8,32] [--threads N] [--out FOLDER]</c>. Batch sizes may be measured one by one: the files keep the others.</remarks>
internal static class GenerationBenchmark
{
    public const string Verb = "generation";

    public const int InputTokens = 128;

    private const string Batches = "1,8,32";

    public static void Run(string[] arguments)
    {
        int threads = CommandLine.Number(arguments, "--threads", Environment.ProcessorCount);
        Console.WriteLine("Writing the model for all rivals ...");
        using var folder = new RandomModelFolder();
        var cells = new List<Cell>();
        foreach (string batch in (CommandLine.Text(arguments, "--rows") ?? Batches).Split(','))
        {
            // Fresh processes for each batch, so that the memory of one is not counted for another.
            cells.AddRange(RivalComparison.Measure(folder.Path, threads, (new TrialRequest(int.Parse(batch), InputTokens, OutputTokens: 128, Encodings: 3), Rounds: 5)));
        }

        var report = new GenerationReport(MachineDescription.Read(), threads, cells);
        Console.WriteLine(report.ToMarkdown());
        report.Save(CommandLine.Text(arguments, "--out") ?? MachineDescription.ResultsFolder());
    }
}
