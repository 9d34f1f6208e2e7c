using System.Diagnostics;
using System.Text.Json;

namespace KPDD.Benchmarks.Generation;

/// <summary>A rival in a process of its own, so that its memory is its own; it waits between requests.</summary>
internal sealed class RivalProcess : IDisposable
{
    private readonly Process process;

    public RivalProcess(Rival rival, string folder, int threads)
    {
        Rival = rival;
        ProcessStartInfo start = CommandLine.Self(RivalWorker.Verb, rival.Name, folder, $"{threads}");
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        process = Process.Start(start)!;
    }

    public Rival Rival { get; }

    public Trial Measure(TrialRequest request)
    {
        MachineLoad? load = MachineLoad.Watch(process);
        process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Rival.Name} ended early; its errors stand above.");
        return JsonSerializer.Deserialize<Trial>(line)! with { OtherProcessors = load?.OtherProcessors() };
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            process.Kill();
        }

        process.Dispose();
    }
}
