namespace KPDD;

/// <summary>The form in which a student reasons.</summary>
public enum RationaleKind
{
    /// <summary>Chain of thought (CoT): steps in words that end with the answer.</summary>
    ChainOfThought,

    /// <summary>Program of thought (PoT): a Python program whose result is the answer.</summary>
    ProgramOfThought,
}

/// <summary>A written solution: a chain of thought or a Python program.</summary>
/// <param name="Kind">Which of the two it is.</param>
/// <param name="Text">The steps, or the program's source.</param>
public sealed record Rationale(RationaleKind Kind, string Text);
