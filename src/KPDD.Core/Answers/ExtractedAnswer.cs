namespace KPDD;

/// <summary>Which rule found an answer in a text.</summary>
public enum AnswerEvidence
{
    /// <summary>No answer was found.</summary>
    None,

    /// <summary>The value after the last <c>####</c>.</summary>
    HashMark,

    /// <summary>A number in angle brackets, as <c>&lt;203&gt;</c>.</summary>
    AngleBrackets,

    /// <summary>A value in <c>\boxed{...}</c>.</summary>
    Boxed,

    /// <summary>A sentence that says so, as <c>The answer is 18.</c></summary>
    Statement,

    /// <summary>The last number of the text; no answer was stated.</summary>
    LastNumber,

    /// <summary>The value that a program left.</summary>
    ProgramValue,

    /// <summary>What a program printed.</summary>
    ProgramOutput,
}

/// <summary>The answer found in a text.</summary>
/// <param name="Answer">The answer: a number in canonical form, or the stated words; null when none was found.</param>
/// <param name="Evidence">The rule that decided.</param>
public sealed record ExtractedAnswer(string? Answer, AnswerEvidence Evidence)
{
    /// <summary>No answer.</summary>
    public static ExtractedAnswer None { get; } = new(null, AnswerEvidence.None);

    /// <summary>The answer as a number; null when it is words, a time or a ratio, or when there is none.</summary>
    public AnswerNumber? Number => AnswerNumber.TryParse(Answer, out AnswerNumber number) ? number : null;

    /// <summary>True when an answer was found.</summary>
    public bool Found => Answer is not null;
}
