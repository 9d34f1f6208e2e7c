namespace KPDD;

/// <summary>How one problem went.</summary>
/// <param name="Problem">The problem, with its gold answer.</param>
/// <param name="Result">What the solver gave.</param>
public sealed record EvaluationItem(MathProblem Problem, SolveResult Result)
{
    /// <summary>True when the rationale states the answer (a program: leaves it) and it is the gold answer.</summary>
    public bool CorrectStrict { get; init; }

    /// <summary>True also when the answer is only the last number of the rationale, or a rounded form of the gold answer.</summary>
    public bool CorrectLenient { get; init; }

    /// <summary>Which rule found the answer.</summary>
    public AnswerEvidence Evidence { get; init; }

    /// <summary>Whether the problem is right by a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>True when it is right.</returns>
    public bool IsCorrect(AnswerRule rule) => rule == AnswerRule.Strict ? CorrectStrict : CorrectLenient;

    /// <summary>Judges a result.</summary>
    /// <param name="problem">The problem, with its gold answer.</param>
    /// <param name="result">What the solver gave.</param>
    /// <returns>The item.</returns>
    /// <remarks>A chain of thought must state its answer to be right strictly; a result without rationale text is judged by its answer alone.</remarks>
    public static EvaluationItem Judge(MathProblem problem, SolveResult result)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(result);
        string? answer = result.Status == SolveStatus.Solved ? result.Answer : null;
        AnswerEvidence evidence = answer is null ? AnswerEvidence.None : FindEvidence(result);
        return new EvaluationItem(problem, result)
        {
            Evidence = evidence,
            CorrectStrict = evidence != AnswerEvidence.LastNumber && AnswerComparer.Matches(answer, problem.ExpectedAnswer, AnswerRule.Strict),
            CorrectLenient = AnswerComparer.Matches(answer, problem.ExpectedAnswer, AnswerRule.Lenient),
        };
    }

    private static AnswerEvidence FindEvidence(SolveResult result)
    {
        if (result.Rationale.Kind == RationaleKind.ProgramOfThought)
        {
            return result.Program?.Outcome == ProgramOutcome.StandardOutput ? AnswerEvidence.ProgramOutput : AnswerEvidence.ProgramValue;
        }

        ExtractedAnswer extracted = AnswerExtractor.Extract(result.Rationale.Text, AnswerRule.Lenient);
        return extracted.Found ? extracted.Evidence : AnswerEvidence.Statement;
    }
}
