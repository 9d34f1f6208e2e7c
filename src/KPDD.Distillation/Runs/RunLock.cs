namespace KPDD.Distillation;

/// <summary>Keeps a run folder for one process. The operating system frees it when the process ends, however it ends.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <exception cref="KpddException">Another process holds the folder, or it cannot be written.</exception>
    public static RunLock Take(RunFolder folder)
    {
        try
        {
            Directory.CreateDirectory(folder.Path);

            // The file stays behind: removing it would let two processes hold two files of one name.
            return new RunLock(new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (File.Exists(folder.Lock))
        {
            throw new KpddException($"{folder.Path}: another process is writing this run. Wait for it, or give each process a folder and a shard of its own.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"{folder.Path}: the run folder cannot be written ({e.Message.TrimEnd('.')}). Choose another one.", e);
        }
    }

    public void Dispose() => file.Dispose();
}
