namespace KPDD;

/// <summary>Keeps other processes out of a folder for as long as it is held.</summary>
/// <remarks>
/// The lock is the open file, not its existence: the operating system releases it when its process ends, however it ends, so nothing stale is ever left.
/// The empty file itself stays, because deleting it could let two later holders lock two different files of one name. Thread-safe.
/// </remarks>
public sealed class FolderLock : IDisposable
{
    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <summary>Takes a lock, unless someone holds it.</summary>
    /// <param name="path">The lock's file; its folder is created when missing.</param>
    /// <returns>The lock, for the caller to dispose; null when it is held already, by this process or another.</returns>
    /// <exception cref="IOException">The folder or the file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static FolderLock? TryTake(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Lets others take it.</summary>
    public void Dispose() => file.Dispose();
}
