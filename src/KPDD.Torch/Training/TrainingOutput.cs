namespace KPDD.Torch;

/// <summary>The output folder of a running training, locked against another one: the best epoch's model and the checkpoint.</summary>
internal sealed class TrainingOutput : IDisposable
{
    private readonly FolderLock held;

    private TrainingOutput(FolderLock held, string folder, Action<string> beforeChange)
    {
        this.held = held;
        Model = new TrainedModelFolder(folder, beforeChange);
        Checkpoint = new TrainingCheckpoint(folder, beforeChange);
    }

    public TrainedModelFolder Model { get; }

    public TrainingCheckpoint Checkpoint { get; }

    /// <summary>Locks the folder and finishes what a kill left undone in it.</summary>
    /// <exception cref="KpddException">Another training holds the folder, or it cannot be written.</exception>
    public static TrainingOutput Open(string folder, Action<string> beforeChange)
    {
        FolderLock held = TrainingLock.Take(folder);
        try
        {
            var output = new TrainingOutput(held, folder, beforeChange);
            output.Model.Recover();
            return output;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose() => held.Dispose();
}
