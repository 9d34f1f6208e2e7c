using KPDD.Benchmarks.Comparison;

namespace KPDD.Benchmarks.Generation;

/// <summary>Measures all rivals in turns, round by round: single figures of a machine in use mean little, the ratios of one round are what counts.</summary>
internal static class RivalComparison
{
    // Small texts, which meet every method and every buffer once or more.
    private static readonly TrialRequest WarmUp = new(Batch: 1, InputTokens: 8, OutputTokens: 64, Encodings: 8);

    private const int WarmUps = 2;

    /// <summary>Measures each request with the same processes.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="threads">Threads of each rival.</param>
    /// <param name="requests">Each with its rounds; ascending, because the largest memory of a process is that of the largest request so far.</param>
    public static IReadOnlyList<Cell> Measure(string folder, int threads, params (TrialRequest Request, int Rounds)[] requests)
    {
        var processes = new List<WorkerProcess>();
        try
        {
            foreach (Rival rival in Rival.All)
            {
                // Answering makes sure that it has loaded: loading beside another would be slower.
                processes.Add(rival.Start(folder, threads));
                for (int i = 0; i < WarmUps; i++)
                {
                    processes[^1].Ask<Trial>(WarmUp);
                }
            }

            return [.. requests.SelectMany(item => Measure(processes, item.Rounds, item.Request))];
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }
    }

    private static IEnumerable<Cell> Measure(List<WorkerProcess> processes, int rounds, TrialRequest request)
    {
        processes.ForEach(process => process.Ask<Trial>(request with { OutputTokens = 4, Encodings = 1 }));
        Trial[][] trials = [.. Enumerable.Range(0, rounds).Select(round =>
        {
            Console.WriteLine($"{request.Batch} rows, round {round + 1} of {rounds} ...");
            return processes.Select(process => Measure(process, request)).ToArray();
        })];
        int baseline = Rival.All.Select(rival => rival.Name).ToList().IndexOf(Rival.Baseline);
        return Rival.All.Select((rival, i) => Cell.Create(
            rival, request.Batch, [.. trials.Select(round => round[i])], [.. trials.Select(round => round[baseline])], trials[0][0].FirstRow));
    }

    private static Trial Measure(WorkerProcess process, TrialRequest request)
    {
        var (trial, others) = process.Ask<Trial>(request);
        return trial with { OtherProcessors = others };
    }
}
