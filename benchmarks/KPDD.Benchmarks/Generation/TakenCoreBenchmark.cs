using System.Diagnostics;
using System.Globalization;
using System.Text;
using KPDD.Benchmarks.Comparison;

namespace KPDD.Benchmarks.Generation;

/// <summary>The engine on all processors and on one thread, while another process keeps one processor busy: the former must not be slower.</summary>
/// <remarks><c>taken-core [--out FOLDER]</c>; writes a Markdown file beside the main table.</remarks>
internal static class TakenCoreBenchmark
{
    public const string Verb = "taken-core";
    public const string BusyVerb = "busy";

    private const int Rounds = 15;

    private static readonly int[] Batches = [1, 8];

    public static void Run(string[] arguments)
    {
        string folder = CommandLine.Text(arguments, "--out") ?? MachineDescription.ResultsFolder();
        Directory.CreateDirectory(folder);
        MachineDescription machine = MachineDescription.Read();
        using var model = new RandomModelFolder();
        using Process busy = Process.Start(CommandLine.Self(BusyVerb))!;
        try
        {
            if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
            {
                busy.ProcessorAffinity = 1 << (Environment.ProcessorCount - 1);
            }

            string text = Measure(model.Path, machine);
            string path = Path.Combine(folder, $"{machine.FileName()}-taken-core.md");
            File.WriteAllText(path, text);
            Console.WriteLine($"{text}Written: {path}");
        }
        finally
        {
            busy.Kill();
        }
    }

    /// <summary>Keeps a processor busy until the process is ended.</summary>
    public static void KeepBusy()
    {
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }

    private static string Measure(string folder, MachineDescription machine)
    {
        Rival rival = Rival.All.Single(candidate => candidate.Name == "KPDD.T5 int8");
        var text = new StringBuilder();
        text.AppendLine("# With one processor taken").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{machine.Processor} ({machine.Instructions}), {machine.Processors} processors; {machine.Runtime}. A busy loop of another process holds one of them. {rival.Name} ({rival.Settings}), 128 tokens in, 64 out, {Rounds} rounds in turns, medians; ratios are to one thread in the same round.").AppendLine();
        text.AppendLine("| rows | threads | tokens/s | ms a step | ratio | encoder ms | ratio |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (int batch in Batches)
        {
            using WorkerProcess one = rival.Start(folder, threads: 1);
            using WorkerProcess all = rival.Start(folder, Environment.ProcessorCount);
            var request = new TrialRequest(batch, InputTokens: 128, OutputTokens: 64, Encodings: 3);
            one.Ask<Trial>(request);
            all.Ask<Trial>(request);
            Trial[][] trials = [.. Enumerable.Range(0, Rounds).Select(_ => new[] { one.Ask<Trial>(request).Answer, all.Ask<Trial>(request).Answer })];
            Trial[] alone = [.. trials.Select(round => round[0])];
            foreach ((int threads, Trial[] own) in new[] { (1, alone), (Environment.ProcessorCount, trials.Select(round => round[1]).ToArray()) })
            {
                Cell cell = Cell.Create(rival, batch, own, alone, alone[0].FirstRow);
                text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"| {batch} | {threads} | {cell.TokensPerSecond:F0} | {cell.StepMilliseconds:F2} | {cell.StepRatio:F2} ({cell.LowestStepRatio:F2}-{cell.HighestStepRatio:F2}) | {cell.EncoderMilliseconds:F0} | {cell.EncoderRatio:F2} |"));
            }
        }

        return text.ToString();
    }
}
