namespace KPDD.PythonNet.Tests;

/// <summary>What this process holds, read from /proc.</summary>
/// <param name="Processes">Processes below it that were not there at the start.</param>
/// <param name="Descriptors">Its open descriptors.</param>
/// <param name="ResidentBytes">Its memory, after a collection.</param>
internal sealed record HostUsage(int Processes, int Descriptors, long ResidentBytes)
{
    /// <summary>Measures now.</summary>
    public static HostUsage Now(int[] processesBefore)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return new HostUsage(
            WorkerProcesses.Descendants().Except(processesBefore).Count(),
            Directory.GetFileSystemEntries("/proc/self/fd").Length,
            Environment.WorkingSet);
    }
}
