namespace KPDD.Torch;

/// <summary>Keeps a second training out of an output folder.</summary>
internal static class TrainingLock
{
    public const string FileName = "training.lock";

    /// <summary>Takes the lock of a folder, which is created when missing.</summary>
    /// <exception cref="KpddException">Another training holds it, or the folder cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            return FolderLock.TryTake(Path.Combine(folder, FileName))
                ?? throw new KpddException($"Another training is writing to the output folder '{folder}' (it holds {FileName}). Wait for its end or stop it, or choose another output folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"Cannot write to the output folder '{folder}': {e.Message} Choose a folder that can be written.", e);
        }
    }
}
