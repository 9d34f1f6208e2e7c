using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Builds the results that solvers and the pipeline give.</summary>
internal static class SolveResults
{
    /// <summary>Diagnostic of a question that is too long.</summary>
    public const string PromptCut = "The question is longer than the student reads: its end was cut off unread. Shorten it.";

    /// <summary>The result of a request that never reached a rationale.</summary>
    public static SolveResult Unsolved(SolveRequest request, RationaleKind kind, string diagnostic) =>
        new(request.Problem, SolveStatus.NoAnswer, null, new Rationale(kind, string.Empty))
        {
            KeyPoints = request.KeyPoints,
            Diagnostic = diagnostic,
        };

    /// <summary>The result of a chain of thought.</summary>
    public static SolveResult FromChainOfThought(SolveRequest request, Rationale rationale)
    {
        // Lenient: a student that ends with "so 3 + 4 = 7" has answered; evaluation tells stated answers apart.
        ExtractedAnswer extracted = AnswerExtractor.Extract(rationale.Text, AnswerRule.Lenient);
        string? answer = extracted.Number is null ? null : extracted.Answer;
        return new SolveResult(request.Problem, answer is null ? SolveStatus.NoAnswer : SolveStatus.Solved, answer, rationale)
        {
            KeyPoints = request.KeyPoints,
            Diagnostic = answer is null ? "The chain of thought holds no number." : null,
        };
    }

    /// <summary>The result of the chosen program.</summary>
    public static SolveResult FromCandidate(SolveRequest request, ProgramCandidate candidate)
    {
        SolveStatus status = candidate.Answer is null ? StatusOf(candidate.Run.Outcome) : SolveStatus.Solved;
        return new SolveResult(request.Problem, status, candidate.Answer, candidate.Rationale)
        {
            KeyPoints = request.KeyPoints,
            Program = candidate.Run,
            Diagnostic = status == SolveStatus.Solved ? null : Describe(candidate.Run),
        };
    }

    /// <summary>The result, with words to the reader before its own diagnostic.</summary>
    /// <param name="result">The result.</param>
    /// <param name="notes">What to say; null says nothing.</param>
    public static SolveResult WithNotes(SolveResult result, params string?[] notes)
    {
        string diagnostic = string.Join(' ', notes.Append(result.Diagnostic).OfType<string>());
        return diagnostic.Length == 0 ? result : result with { Diagnostic = diagnostic };
    }

    private static SolveStatus StatusOf(ProgramOutcome outcome) => outcome switch
    {
        ProgramOutcome.Timeout => SolveStatus.ProgramTimedOut,
        ProgramOutcome.PolicyViolation => SolveStatus.ProgramRejected,

        // The program ran to its end; what it left is no number.
        ProgramOutcome.Value or ProgramOutcome.StandardOutput or ProgramOutcome.NoAnswer or ProgramOutcome.UnsupportedValue => SolveStatus.NoAnswer,
        _ => SolveStatus.ProgramFailed,
    };

    private static string Describe(ProgramResult run)
    {
        if (run.Message is not { } message)
        {
            return run.Succeeded ? $"The program left no number but: {run.Value}" : $"The program ended with {run.Outcome}.";
        }

        // The student was shown names for the quantities; one that Python does not know stands for none of the question's.
        Match missing = QuantityName.Pattern().Match(message);
        return missing.Success ? $"The program needs a quantity that the question does not give: {missing.Value}." : message;
    }
}
