namespace KPDD.Benchmarks.Generation;

/// <summary>Generation with T5-small's shape: this library beside what a developer would pick instead, round by round in turns.</summary>
/// <remarks>
/// <c>generation [--quick] [--rows 1,8,32] [--threads N] [--out FOLDER]</c>. Single figures of a machine in use mean little; the ratios are medians
/// of the rounds' own ratios. Batch sizes may be measured one by one: the files keep the others.
/// </remarks>
internal static class GenerationBenchmark
{
    public const string Verb = "generation";

    private const string Batches = "1,8,32";

    public static void Run(string[] arguments)
    {
        bool quick = arguments.Contains("--quick");
        int threads = CommandLine.Number(arguments, "--threads", Environment.ProcessorCount);
        int rounds = quick ? 3 : 5, output = quick ? 32 : 128;
        Console.WriteLine("Writing the model for all rivals ...");
        using var folder = new RandomModelFolder();
        var cells = new List<Cell>();
        foreach (string batch in (CommandLine.Text(arguments, "--rows") ?? Batches).Split(','))
        {
            cells.AddRange(Compare(folder.Path, threads, rounds, new TrialRequest(int.Parse(batch), 128, output)));
        }

        var report = new GenerationReport(MachineDescription.Read(), threads, cells);
        Console.WriteLine(report.ToMarkdown());
        report.Save(CommandLine.Text(arguments, "--out") ?? MachineDescription.ResultsFolder());
    }

    // Fresh processes for each batch, so that the memory of one is not counted for another.
    private static IEnumerable<Cell> Compare(string folder, int threads, int rounds, TrialRequest request)
    {
        RivalProcess[] rivals = [.. Rival.All.Select(rival => new RivalProcess(rival, folder, threads))];
        try
        {
            foreach (RivalProcess rival in rivals)
            {
                rival.Measure(request with { OutputTokens = 4 });
            }

            Trial[][] trials = [.. Enumerable.Range(0, rounds).Select(round =>
            {
                Console.WriteLine($"{request.Batch} rows, round {round + 1} of {rounds} ...");
                return rivals.Select(rival => rival.Measure(request)).ToArray();
            })];
            int baseline = Array.FindIndex(rivals, rival => rival.Rival.Name == Rival.Baseline);
            return [.. rivals.Select((rival, i) => Cell.Create(
                rival.Rival, request.Batch, [.. trials.Select(round => round[i])], [.. trials.Select(round => round[baseline])], trials[0][0].FirstRow))];
        }
        finally
        {
            Array.ForEach(rivals, rival => rival.Dispose());
        }
    }
}
