namespace KPDD.Distillation;

/// <summary>A worked example that the teacher is shown before it is asked.</summary>
/// <param name="Question">The problem.</param>
/// <param name="Answer">Its answer; for checking, never shown on its own.</param>
/// <param name="CoreQuestion">Its core question.</param>
/// <param name="Information">The statements needed to answer it; at least one.</param>
public sealed record Demonstration(string Question, string Answer, string CoreQuestion, IReadOnlyList<string> Information)
{
    /// <summary>Its chain of thought; null where the example serves programs only.</summary>
    public string? ChainOfThought { get; init; }

    /// <summary>Its Python program; null where the example serves chains of thought only.</summary>
    public string? ProgramOfThought { get; init; }

    /// <summary>The rationale of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The text, or null when the example has none.</returns>
    public string? RationaleOf(RationaleKind kind) => kind == RationaleKind.ProgramOfThought ? ProgramOfThought : ChainOfThought;
}
