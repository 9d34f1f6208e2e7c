using System.Globalization;

namespace KPDD.Benchmarks.Execution;

/// <summary>This process and those below it, read from /proc. Linux only.</summary>
internal static class ProcessTree
{
    private const double MillisecondsPerTick = 10;

    /// <summary>The numbers of the processes below one.</summary>
    public static IEnumerable<int> Below(int process) =>
        Directory.GetDirectories($"/proc/{process}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
            .SelectMany(child => Below(child).Prepend(child));

    /// <summary>The processors' time in milliseconds that this process took, with those below it that still run and those that ended.</summary>
    public static double ProcessorMilliseconds() => Below(Environment.ProcessId).Prepend(Environment.ProcessId).Sum(ReadTicks) * MillisecondsPerTick;

    private static double ReadTicks(int process)
    {
        const int UserTime = 11;
        const int ChildrenSystemTime = 14;
        try
        {
            // The name in parentheses may hold anything; the state follows it.
            string stat = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[UserTime..(ChildrenSystemTime + 1)].Sum(field => double.Parse(field, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It ended in the meantime; its parent has counted it.
            return 0;
        }
    }
}
