namespace KPDD.Distillation;

/// <summary>One reasoning path: what a teacher wrote for a problem, right or wrong.</summary>
/// <param name="Problem">The problem, with its gold answer.</param>
/// <param name="PathNumber">Which of the problem's paths it is, from 0.</param>
public sealed record TeacherPath(MathProblem Problem, int PathNumber)
{
    /// <summary>The key points; null when none could be read.</summary>
    public KeyPoints? KeyPoints { get; init; }

    /// <summary>The rationale; null when none could be read.</summary>
    public Rationale? Rationale { get; init; }

    /// <summary>Why a part is missing, in words for a person; null when none is.</summary>
    public string? Diagnostic { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Teacher { get; init; }

    /// <summary>Version of the prompts it was asked with; null for recorded paths.</summary>
    public string? PromptVersion { get; init; }

    /// <summary>The answers it was read from, in the order of the calls; empty for recorded paths.</summary>
    public IReadOnlyList<TeacherReply> Replies { get; init; } = [];

    /// <summary>True when the model declined to answer.</summary>
    public bool Refused => Replies.Any(reply => reply.Refused);

    /// <summary>Tokens of all calls.</summary>
    public TokenUsage Usage => TokenUsage.Of(Replies);

    /// <summary>The path as a row of the distillation set.</summary>
    /// <returns>The row.</returns>
    public DistillationExample ToExample() => new(Problem)
    {
        KeyPoints = KeyPoints,
        Rationale = Rationale,
        Teacher = Teacher,
        PromptVersion = PromptVersion,
        PathNumber = PathNumber,
    };

    /// <summary>A row that someone recorded, as a path.</summary>
    /// <param name="example">The row.</param>
    /// <returns>The path.</returns>
    public static TeacherPath FromExample(DistillationExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        return new TeacherPath(example.Problem, example.PathNumber)
        {
            KeyPoints = example.KeyPoints,
            Rationale = example.Rationale,
            Teacher = example.Teacher,
            PromptVersion = example.PromptVersion,
        };
    }
}
