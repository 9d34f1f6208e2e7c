using System.Text.Json;

namespace KPDD.Samples;

/// <summary>The files <c>kpdd train</c> learns from.</summary>
internal static class TrainingFile
{
    public const string Formats = "a distillation set or GSM8K (.jsonl), recorded teacher rationales (.json) or masked problems with equations (.csv)";

    private static readonly string[] Gsm8kFields = ["question", "answer"];

    /// <summary>Reads a training file; key points a teacher did not write are read off its program.</summary>
    public static IReadOnlyList<DistillationExample> Read(FileInfo file, RationaleKind kind)
    {
        IReadOnlyList<DistillationExample> examples = file.Extension.ToLowerInvariant() switch
        {
            ".jsonl" => FieldsOfFirst(file).IsSupersetOf(Gsm8kFields) ? RecordedTeachers.ReadGsm8kSolutions(file.FullName) : DistillationSet.Read(file.FullName),
            ".json" => ReadTeacher(file, kind),
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
        (bool teaches, string lesson) = Teaches(stage, examples, kind);
        return teaches
            ? examples
            : throw new KpddException($"'{file.FullName}': none of its {examples.Count} examples has {lesson} to learn. Give a file that does, or another --stage or --kind.");
    }

    /// <summary>Reads a file that a student's epochs are measured by.</summary>
    /// <exception cref="KpddException">No example has what is compared: a training would only find that out after its first epoch.</exception>
    public static IReadOnlyList<DistillationExample> ReadToMeasure(DistillationStage stage, FileInfo file, RationaleKind kind)
    {
        IReadOnlyList<DistillationExample> examples = Read(file, kind);
        (bool measures, string measure) = stage == DistillationStage.Solve
            ? (examples.Any(example => !string.IsNullOrWhiteSpace(example.Problem.ExpectedAnswer)), "an expected answer")
            : Teaches(stage, examples, kind);
        return measures
            ? examples
            : throw new KpddException($"'{file.FullName}': none of its {examples.Count} examples has {measure} to choose the best epoch by. Give another file for --dev.");
    }

    private static (bool Holds, string Lesson) Teaches(DistillationStage stage, IReadOnlyList<DistillationExample> examples, RationaleKind kind) =>
        stage == DistillationStage.KeyPoints
            ? (examples.Any(example => example.KeyPoints is not null), "key points")
            : (examples.Any(example => example.Rationale?.Kind == kind), kind == RationaleKind.ChainOfThought ? "a chain of thought (cot)" : "a program (pot)");

    private static IReadOnlyList<DistillationExample> ReadTeacher(FileInfo file, RationaleKind kind)
    {
        HashSet<string> fields = FieldsOfFirst(file);
        return fields.Contains("instruction") ? RecordedTeachers.ReadChainsOfThought(file.FullName)
            : fields.Contains("answer_type") ? [.. RecordedTeachers.ReadWolframPrograms(file.FullName).Select(program => program.ToExample() ?? new DistillationExample(program.Problem))]
            : RecordedTeachers.ReadRationales(file.FullName, kind);
    }

    /// <summary>The field names of a file's first record, by which its layout is told; none where there is no such record, which the layout's reader then says.</summary>
    private static HashSet<string> FieldsOfFirst(FileInfo file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                file.Extension.Equals(".jsonl", StringComparison.OrdinalIgnoreCase)
                    ? File.ReadLines(file.FullName).First(line => !string.IsNullOrWhiteSpace(line))
                    : File.ReadAllText(file.FullName));
            JsonElement first = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[0] : document.RootElement;
            return [.. first.EnumerateObject().Select(field => field.Name)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IndexOutOfRangeException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
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
