namespace KPDD.Distillation;

/// <summary>Keeps a run folder for one process.</summary>
internal static class RunLock
{
    /// <exception cref="KpddException">Another process holds the folder, or it cannot be written.</exception>
    public static FolderLock Take(RunFolder folder)
    {
        try
        {
            return FolderLock.TryTake(folder.Lock)
                ?? throw new KpddException($"{folder.Path}: another process is writing this run. Wait for it, or give each process a folder and a shard of its own.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"{folder.Path}: the run folder cannot be written ({e.Message.TrimEnd('.')}). Choose another one.", e);
        }
    }
}
