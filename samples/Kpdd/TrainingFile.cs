namespace KPDD.Samples;

/// <summary>The files <c>kpdd train</c> learns from.</summary>
internal static class TrainingFile
{
    public const string Formats = "a distillation set (.jsonl), recorded teacher rationales (.json) or masked problems with equations (.csv)";

    /// <summary>Reads a training file; key points a teacher did not write are read off its program.</summary>
    public static IReadOnlyList<DistillationExample> Read(FileInfo file, RationaleKind kind)
    {
        IReadOnlyList<DistillationExample> examples = file.Extension.ToLowerInvariant() switch
        {
            ".jsonl" => DistillationSet.Read(file.FullName),
            ".json" => RecordedTeachers.ReadRationales(file.FullName, kind),
            ".csv" => [.. MaskedProblems.Read(file.FullName).Select(FromEquation)],
            _ => throw new KpddException($"'{file.FullName}' is not {Formats}."),
        };
        return [.. examples.Select(WithKeyPoints)];
    }

    private static DistillationExample FromEquation(MaskedProblem problem) => new(problem.ToMathProblem())
    {
        Rationale = new Rationale(RationaleKind.ProgramOfThought, "answer = " + problem.Unmask(problem.ToInfixEquation())),
        Teacher = "equation",
    };

    private static DistillationExample WithKeyPoints(DistillationExample example) =>
        example is { KeyPoints: null, Rationale: { Kind: RationaleKind.ProgramOfThought } program }
        && ProgramKeyPoints.From(example.Problem, program) is { CoreQuestion.Length: > 0 } points
            ? example with { KeyPoints = points }
            : example;
}
