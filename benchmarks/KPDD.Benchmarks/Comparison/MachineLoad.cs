using System.Diagnostics;
using System.Globalization;

namespace KPDD.Benchmarks.Comparison;

/// <summary>How many processors everything but one process keeps busy, from its creation on.</summary>
internal sealed class MachineLoad
{
    private const string Statistics = "/proc/stat";

    /// <summary>What the kernel counts in: hundredths of a second on every Linux that .NET supports.</summary>
    private const double TicksPerSecond = 100;

    private readonly Process process;
    private readonly double busy;
    private readonly TimeSpan own;
    private readonly long start = Stopwatch.GetTimestamp();

    private MachineLoad(Process process)
    {
        this.process = process;
        busy = BusySeconds();
        own = OwnTime();
    }

    /// <summary>Begins to watch; null where the system does not tell.</summary>
    public static MachineLoad? Watch(Process process) => File.Exists(Statistics) ? new MachineLoad(process) : null;

    /// <summary>Processors that others kept busy since then.</summary>
    public double OtherProcessors()
    {
        double others = BusySeconds() - busy - (OwnTime() - own).TotalSeconds;
        return Math.Max(0, others / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private TimeSpan OwnTime()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    // The first line sums all processors: user, nice, system, idle, waiting, interrupts, soft interrupts.
    private static double BusySeconds()
    {
        double[] ticks = [.. File.ReadLines(Statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) / TicksPerSecond;
    }
}
