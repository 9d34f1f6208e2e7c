namespace KPDD.Distillation;

/// <summary>Judges a program by how its run ended and by the answer it left.</summary>
internal static class ProgramVerdict
{
    public static PathVerdict Judge(TeacherPath path, ProgramResult run)
    {
        if (Failure(run.Outcome) is { } failure)
        {
            return new PathVerdict(path, failure) { Message = Describe(run) };
        }

        ExtractedAnswer found = ProgramAnswers.Read(run);
        var verdict = new PathVerdict(path, PathReason.Kept) { Answer = found.Answer, Evidence = found.Evidence };
        return !found.Found ? verdict with { Reason = PathReason.Unparsed, Message = $"The program left no answer: {run.Value}" }
            : !AnswerComparer.Matches(found.Answer, path.Problem.ExpectedAnswer) ? verdict with { Reason = PathReason.WrongAnswer }
            : verdict;
    }

    private static PathReason? Failure(ProgramOutcome outcome) => outcome switch
    {
        ProgramOutcome.Value or ProgramOutcome.StandardOutput => null,
        ProgramOutcome.NoAnswer or ProgramOutcome.UnsupportedValue => PathReason.Unparsed,
        ProgramOutcome.SyntaxError => PathReason.SyntaxError,
        ProgramOutcome.Timeout => PathReason.Timeout,
        ProgramOutcome.PolicyViolation => PathReason.PolicyViolation,
        _ => PathReason.RuntimeError,
    };

    private static string Describe(ProgramResult run) => string.Join(": ", new[] { run.ExceptionType ?? run.Outcome.ToString(), run.Message }.OfType<string>());
}
