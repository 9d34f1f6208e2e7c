namespace KPDD.Distillation;

/// <summary>The judgement of one path.</summary>
/// <param name="Path">The path.</param>
/// <param name="Reason">Why it was kept or dropped.</param>
public sealed record PathVerdict(TeacherPath Path, PathReason Reason)
{
    /// <summary>The answer that was found; null when none was.</summary>
    public string? Answer { get; init; }

    /// <summary>By which rule the answer was found.</summary>
    public AnswerEvidence Evidence { get; init; }

    /// <summary>More about the reason, in words for a person; null where the reason says it all.</summary>
    public string? Message { get; init; }

    /// <summary>True when the path stays.</summary>
    public bool IsKept => Reason == PathReason.Kept;
}
