namespace KPDD.Distillation;

/// <summary>A verdict as a line of <see cref="DistillationFiles.Verdicts"/>.</summary>
internal sealed record VerdictLine(string Id, int Path, PathReason Reason, string? Expected, string? Answer, AnswerEvidence Evidence, string? Message, string? Rationale)
{
    public static VerdictLine From(PathVerdict verdict) => new(
        verdict.Path.Problem.Id,
        verdict.Path.PathNumber,
        verdict.Reason,
        verdict.Path.Problem.ExpectedAnswer,
        verdict.Answer,
        verdict.Evidence,
        verdict.Message,
        verdict.Path.Rationale?.Text);
}
