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

    /// <summary>Reads a file that a student is to learn from.</summary>
    /// <exception cref="KpddException">No example has what this student learns.</exception>
    public static IReadOnlyList<DistillationExample> ReadFor(DistillationStage stage, FileInfo file, RationaleKind kind)
    {
        IReadOnlyList<DistillationExample> examples = Read(file, kind);
        (bool teaches, string lesson) = stage == DistillationStage.KeyPoints
            ? (examples.Any(example => example.KeyPoints is not null), "key points")
            : (examples.Any(example => example.Rationale?.Kind == kind), kind == RationaleKind.ChainOfThought ? "a chain of thought (cot)" : "a program (pot)");
        return teaches
            ? examples
            : throw new KpddException($"'{file.FullName}': none of its {examples.Count} examples has {lesson} to learn. Give a file that does, or another --stage or --kind.");
    }

    /// <summary>Reads a file that a student's epochs are measured by.</summary>
    /// <exception cref="KpddException">No example has what is compared: a training would only find that out after its first epoch.</exception>
    public static IReadOnlyList<DistillationExample> ReadToMeasure(DistillationStage stage, FileInfo file, RationaleKind kind)
    {
        IReadOnlyList<DistillationExample> examples = Read(file, kind);
        (bool measures, string measure) = stage == DistillationStage.KeyPoints
            ? (examples.Any(example => example.KeyPoints is not null), "key points")
            : (examples.Any(example => !string.IsNullOrWhiteSpace(example.Problem.ExpectedAnswer)), "an expected answer");
        return measures
            ? examples
            : throw new KpddException($"'{file.FullName}': none of its {examples.Count} examples has {measure} to choose the best epoch by. Give another file for --dev.");
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
