using System.Collections.Concurrent;

namespace KPDD.Benchmarks.Execution;

/// <summary>What the processors spent on each row's programs: this process, workers and programs together. Linux only; elsewhere not a number. Thread-safe.</summary>
internal static class ProcessorTimes
{
    private static readonly ConcurrentDictionary<string, (double Milliseconds, int Programs)> Rows = new();

    /// <summary>The row's milliseconds a program.</summary>
    public static double Average(string row) => Rows.TryGetValue(row, out (double Milliseconds, int Programs) sum) ? sum.Milliseconds / sum.Programs : double.NaN;

    /// <summary>Runs a batch and records what it took.</summary>
    public static async Task MeasureAsync(string row, int programs, Func<Task> run)
    {
        if (!OperatingSystem.IsLinux())
        {
            await run();
            return;
        }

        double before = ProcessTree.ProcessorMilliseconds();
        await run();
        double taken = ProcessTree.ProcessorMilliseconds() - before;
        Rows.AddOrUpdate(row, (taken, programs), (_, sum) => (sum.Milliseconds + taken, sum.Programs + programs));
    }
}
