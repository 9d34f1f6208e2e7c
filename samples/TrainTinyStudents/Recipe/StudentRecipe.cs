using KPDD.T5;
using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Shape, text and training of one tiny student.</summary>
internal sealed record StudentRecipe
{
    public required StudentDescription Student { get; init; }

    /// <summary>Shape of the model; null starts from another student's weights.</summary>
    public T5Config? Shape { get; init; }

    public required TrainingOptions Options { get; init; }

    /// <summary>How much of each source an epoch holds.</summary>
    public RecipeMix Mix { get; init; } = new();

    public int Threads { get; init; } = 1;

    /// <summary>Share of solve examples without key points, so that the student also works alone.</summary>
    public double WithoutKeyPoints { get; init; } = 0.4;

    /// <summary>Share of clauses whose mark is wrong on purpose, as a key student's are.</summary>
    public double KeyPointNoise { get; init; } = 0.08;

    /// <summary>The examples of an epoch for this student.</summary>
    public IReadOnlyList<DistillationExample> Examples(TrainingData data, int epoch)
    {
        var random = new Random(5000 + epoch);
        return [.. data.Epoch(epoch).Select(p =>
        {
            DistillationExample example = p.ToExample(Student.RationaleKind);
            return Student.Stage == DistillationStage.KeyPoints ? example : example with { KeyPoints = Noisy(p, random) };
        })];
    }

    private KeyPoints? Noisy(SyntheticProblem problem, Random random)
    {
        if (random.NextDouble() < WithoutKeyPoints)
        {
            return null;
        }

        MaskedQuestion masked = MaskedQuestion.Parse(problem.Problem.Question);
        return problem.KeyPoints with
        {
            Information = [.. masked.Clauses
                .Where(c => c.Quantities.Count > 0 && problem.KeyPoints.Information.Contains(c.Text) != (random.NextDouble() < KeyPointNoise))
                .Select(c => c.Text)],
        };
    }
}
