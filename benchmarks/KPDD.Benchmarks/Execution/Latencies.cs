using System.Collections.Concurrent;

namespace KPDD.Benchmarks.Execution;

/// <summary>How long each single program took, by row. Thread-safe.</summary>
internal static class Latencies
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<double>> Rows = new();

    /// <summary>Records one program.</summary>
    public static void Add(string row, TimeSpan time) => Rows.GetOrAdd(row, _ => new ConcurrentQueue<double>()).Enqueue(time.TotalMilliseconds);

    /// <summary>The time in milliseconds that so many of 100 programs stayed within; not a number where none ran.</summary>
    public static double Percentile(string row, int percent)
    {
        double[] sorted = Rows.TryGetValue(row, out ConcurrentQueue<double>? times) ? [.. times.Order()] : [];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }
}
