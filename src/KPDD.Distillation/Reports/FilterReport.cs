namespace KPDD.Distillation;

/// <summary>What a filter kept and dropped, in figures.</summary>
/// <param name="Total">Paths judged.</param>
/// <param name="Kept">Paths kept.</param>
/// <param name="PerReason">Paths for each reason that occurred, <see cref="PathReason.Kept"/> among them.</param>
/// <param name="PerPath">Retention by path number, ascending.</param>
/// <param name="PerQuestion">Retention by problem, in the order of the paths.</param>
public sealed record FilterReport(
    int Total,
    int Kept,
    IReadOnlyDictionary<PathReason, int> PerReason,
    IReadOnlyList<PathRetention> PerPath,
    IReadOnlyList<QuestionRetention> PerQuestion)
{
    /// <summary>Share of the paths that was kept; 0 when there were none.</summary>
    public double Retention => Total == 0 ? 0 : (double)Kept / Total;

    /// <summary>Problems with at least one kept path.</summary>
    public int CoveredQuestions => PerQuestion.Count(question => question.Kept > 0);

    /// <summary>Paths dropped for a reason.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>Their number; 0 when it did not occur.</returns>
    public int Count(PathReason reason) => PerReason.GetValueOrDefault(reason);
}

/// <summary>How many paths of one number were kept.</summary>
/// <param name="PathNumber">The number, from 0.</param>
/// <param name="Total">Paths with this number.</param>
/// <param name="Kept">Of them kept.</param>
public sealed record PathRetention(int PathNumber, int Total, int Kept)
{
    /// <summary>Share kept.</summary>
    public double Retention => Total == 0 ? 0 : (double)Kept / Total;
}

/// <summary>How many paths of one problem were kept.</summary>
/// <param name="ProblemId">The problem.</param>
/// <param name="Total">Its paths.</param>
/// <param name="Kept">Of them kept.</param>
/// <param name="Dropped">The reasons of the others, with their counts.</param>
public sealed record QuestionRetention(string ProblemId, int Total, int Kept, IReadOnlyDictionary<PathReason, int> Dropped);
