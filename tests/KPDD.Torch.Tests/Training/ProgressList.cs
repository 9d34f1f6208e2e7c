namespace KPDD.Torch.Tests.Training;

/// <summary>Keeps every report, on the training's own thread (<see cref="Progress{T}"/> would hand them to another one).</summary>
internal sealed class ProgressList(Action<TrainingProgress>? onReport = null) : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Reports { get; } = [];

    public void Report(TrainingProgress value)
    {
        Reports.Add(value);
        onReport?.Invoke(value);
    }
}
