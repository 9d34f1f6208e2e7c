namespace KPDD.PythonNet.Tests;

/// <summary>What this process holds, read from /proc.</summary>
/// <param name="Interpreters">Launchers and workers that were not there at the start.</param>
/// <param name="Descriptors">Its open descriptors.</param>
/// <param name="ResidentBytes">Its memory, after a collection.</param>
internal sealed record HostUsage(int Interpreters, int Descriptors, long ResidentBytes)
{
    /// <summary>Measures now.</summary>
    public static HostUsage Now(int[] processesBefore)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // Gives free memory back to the system as well, which is otherwise kept for as long as the collector likes.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new HostUsage(
            WorkerProcesses.Interpreters().Except(processesBefore).Count(),
            Directory.GetFileSystemEntries("/proc/self/fd").Length,
            Environment.WorkingSet);
    }
}
