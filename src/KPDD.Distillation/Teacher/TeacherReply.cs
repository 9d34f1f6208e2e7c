namespace KPDD.Distillation;

/// <summary>What the teacher answered to one call, word for word.</summary>
/// <param name="Stage">What it was asked for.</param>
/// <param name="Text">The answer.</param>
public sealed record TeacherReply(TeacherStage Stage, string Text)
{
    /// <summary>True when the answer was cut at the token limit.</summary>
    public bool Truncated { get; init; }

    /// <summary>True when the model declined, or the provider's content filter stopped it.</summary>
    public bool Refused { get; init; }

    /// <summary>Tokens of the call; estimated from the text's length where the server counts none.</summary>
    public TokenUsage Usage { get; init; }
}
