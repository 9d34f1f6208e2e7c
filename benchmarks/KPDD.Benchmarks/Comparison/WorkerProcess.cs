using System.Diagnostics;
using System.Text.Json;

namespace KPDD.Benchmarks.Comparison;

/// <summary>One rival in a process of its own, so that its memory is its own: it answers each line of JSON with one, and waits in between.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>Rest before each question: threads of the rival before it may still spin for want of work, those of ONNX Runtime for 25 ms (measured).</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly string name;
    private readonly Process process;

    /// <summary>Starts the process.</summary>
    /// <param name="name">What an error calls it.</param>
    /// <param name="start">Program, arguments and environment.</param>
    public WorkerProcess(string name, ProcessStartInfo start)
    {
        this.name = name;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        process = Process.Start(start)!;
    }

    /// <summary>Answers a request.</summary>
    /// <returns>The answer, and how many processors everything else on the machine kept busy meanwhile; null where that is not known.</returns>
    public (TAnswer Answer, double? OtherProcessors) Ask<TAnswer>(object request)
    {
        Thread.Sleep(Rest);
        MachineLoad? load = MachineLoad.Watch(process);
        process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{name} ended early; its errors stand above.");
        return (JsonSerializer.Deserialize<TAnswer>(line)!, load?.OtherProcessors());
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
