namespace KPDD.Torch;

/// <summary>Keeps a second training out of an output folder for as long as it is held.</summary>
/// <remarks>
/// The lock is the open file, not its existence: the operating system releases it when its process ends, however it ends, so nothing stale is ever left.
/// The empty file itself stays, because deleting it could let two later trainings lock two different files of one name.
/// </remarks>
internal sealed class TrainingLock : IDisposable
{
    public const string FileName = "training.lock";
    private readonly FileStream file;

    private TrainingLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock of a folder, which is created when missing.</summary>
    /// <exception cref="KpddException">Another training holds it, or the folder cannot be written.</exception>
    public static TrainingLock Take(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, e);
        }

        try
        {
            return new TrainingLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new KpddException($"Another training is writing to the output folder '{folder}' (it holds {FileName}). Wait for its end or stop it, or choose another output folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, e);
        }
    }

    public void Dispose() => file.Dispose();

    private static KpddException Unwritable(string folder, Exception cause) =>
        new($"Cannot write to the output folder '{folder}': {cause.Message} Choose a folder that can be written.", cause);
}
