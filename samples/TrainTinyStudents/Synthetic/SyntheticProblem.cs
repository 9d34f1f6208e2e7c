namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>A made-up problem with its key points and both forms of its solution.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="KeyPoints">What is asked, and the sentences that hold the numbers it takes.</param>
/// <param name="ProgramOfThought">The solution as a Python program.</param>
/// <param name="ChainOfThought">The solution in steps.</param>
internal sealed record SyntheticProblem(MathProblem Problem, KeyPoints KeyPoints, Rationale ProgramOfThought, Rationale ChainOfThought)
{
    /// <summary>The problem as a training example.</summary>
    public DistillationExample ToExample(RationaleKind kind) => new(Problem)
    {
        KeyPoints = KeyPoints,
        Rationale = kind == RationaleKind.ProgramOfThought ? ProgramOfThought : ChainOfThought,
        Teacher = "synthetic",
    };
}
