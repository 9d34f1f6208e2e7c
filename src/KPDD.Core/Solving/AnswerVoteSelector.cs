namespace KPDD;

/// <summary>Execution-guided choice: candidates that ran vote for their answer with their probability, implausible answers last.</summary>
/// <remarks>
/// Programs that differ in form but agree in value support each other. The weight of an answer is the sum of <c>exp(score)</c>
/// over its candidates; equal weights go to the answer whose first candidate ranks higher.
/// </remarks>
public sealed class AnswerVoteSelector : ICandidateSelector
{
    private readonly IAnswerPlausibility? plausibility;

    /// <summary>Creates the selector.</summary>
    /// <param name="plausibility">Which answers come last; null to treat all alike.</param>
    public AnswerVoteSelector(IAnswerPlausibility? plausibility) => this.plausibility = plausibility;

    /// <inheritdoc/>
    public ProgramCandidate Choose(MathProblem problem, IReadOnlyList<ProgramCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentOutOfRangeException.ThrowIfZero(candidates.Count, nameof(candidates));

        ProgramCandidate[] answered = [.. candidates.Where(candidate => candidate.Answer is not null)];
        ProgramCandidate[] plausible = [.. answered.Where(candidate => plausibility?.IsPlausible(problem, candidate.Answer!) ?? true)];
        ProgramCandidate[] voters = plausible.Length > 0 ? plausible : answered;
        if (voters.Length == 0)
        {
            return candidates[0];
        }

        // GroupBy and MaxBy keep the first of equals, so ties fall to the student's own order.
        return voters
            .GroupBy(candidate => AnswerKey.Of(candidate.Answer!))
            .MaxBy(group => group.Sum(candidate => Math.Exp(candidate.Score)))!
            .First();
    }
}
