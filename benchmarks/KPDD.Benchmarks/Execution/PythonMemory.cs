using System.Collections.Concurrent;
using System.Globalization;

namespace KPDD.Benchmarks.Execution;

/// <summary>How much memory each row's interpreters take, measured once when the row starts. Linux only; elsewhere not a number.</summary>
internal static class PythonMemory
{
    private static readonly ConcurrentDictionary<string, double> Rows = new();

    /// <summary>The row's megabytes.</summary>
    public static double Megabytes(string row) => Rows.GetValueOrDefault(row, double.NaN);

    /// <summary>Records a measured number of bytes.</summary>
    public static void Set(string row, long bytes) => Rows[row] = bytes / 1e6;

    /// <summary>Records the processes below this one. A page that several share counts for each in proportion.</summary>
    public static void SetToProcessesBelow(string row)
    {
        if (OperatingSystem.IsLinux())
        {
            Set(row, ProcessTree.Below(Environment.ProcessId).Sum(process => Kilobytes($"/proc/{process}/smaps_rollup", "Pss:")) * 1024);
        }
    }

    private static long Kilobytes(string path, string name) =>
        File.ReadLines(path)
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => long.Parse(line[name.Length..].Replace("kB", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture))
            .FirstOrDefault();
}
