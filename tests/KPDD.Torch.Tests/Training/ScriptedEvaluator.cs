namespace KPDD.Torch.Tests.Training;

/// <summary>Gives the scores it was told, one an evaluation.</summary>
internal sealed class ScriptedEvaluator(params double[] scores) : IStudentEvaluator
{
    public int Calls { get; private set; }

    public Task<double> EvaluateAsync(
        IStudentModel student, IReadOnlyList<DistillationExample> validation, CancellationToken cancellationToken = default) => Task.FromResult(scores[Calls++]);
}
