namespace KPDD;

/// <summary>What an evaluation found.</summary>
/// <param name="Items">One item a problem, in the order of the problems.</param>
/// <param name="Rule">The rule that the headline figures follow.</param>
/// <param name="Elapsed">Time spent on solving.</param>
public sealed record EvaluationReport(IReadOnlyList<EvaluationItem> Items, AnswerRule Rule, TimeSpan Elapsed)
{
    /// <summary>Number of problems.</summary>
    public int Total => Items.Count;

    /// <summary>Problems for which an answer was given, right or wrong.</summary>
    public int Answered => Items.Count(i => i.Result is { Status: SolveStatus.Solved, Answer: not null });

    /// <summary>Problems that are right by <see cref="Rule"/>.</summary>
    public int Correct => CountCorrect(Rule);

    /// <summary>Share of problems that are right by <see cref="Rule"/>, 0 to 1; 0 when there are none.</summary>
    public double Accuracy => Total == 0 ? 0 : (double)Correct / Total;

    /// <summary>95 % interval of <see cref="Accuracy"/>.</summary>
    public ConfidenceInterval Interval => ConfidenceInterval.Wilson(Correct, Total);

    /// <summary>How many problems ended in each status; statuses that did not occur are listed with 0.</summary>
    public IReadOnlyDictionary<SolveStatus, int> PerStatus =>
        Enum.GetValues<SolveStatus>().ToDictionary(status => status, status => Items.Count(i => i.Result.Status == status));

    /// <summary>How many answers each rule found.</summary>
    public IReadOnlyDictionary<AnswerEvidence, int> PerEvidence =>
        Items.GroupBy(i => i.Evidence).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>Time spent on solving, in seconds.</summary>
    public double Seconds => Elapsed.TotalSeconds;

    /// <summary>Problems that are right by a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>Their number.</returns>
    public int CountCorrect(AnswerRule rule) => Items.Count(i => i.IsCorrect(rule));
}
