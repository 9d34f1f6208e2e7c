namespace KPDD.Distillation;

/// <summary>Counts verdicts as they come.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class FilterReportBuilder
{
    private readonly SortedDictionary<PathReason, int> perReason = [];
    private readonly SortedDictionary<int, (int Total, int Kept)> perPath = [];
    private readonly Dictionary<string, SortedDictionary<PathReason, int>> perQuestion = new(StringComparer.Ordinal);
    private readonly List<string> questions = [];

    /// <summary>Counts a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    public void Add(PathVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        Increment(perReason, verdict.Reason);
        (int total, int kept) = perPath.GetValueOrDefault(verdict.Path.PathNumber);
        perPath[verdict.Path.PathNumber] = (total + 1, kept + (verdict.IsKept ? 1 : 0));
        string id = verdict.Path.Problem.Id;
        if (!perQuestion.TryGetValue(id, out SortedDictionary<PathReason, int>? reasons))
        {
            perQuestion[id] = reasons = [];
            questions.Add(id);
        }

        Increment(reasons, verdict.Reason);
    }

    /// <summary>The report so far.</summary>
    /// <returns>A report that later verdicts do not change.</returns>
    public FilterReport Build() => new(
        perReason.Values.Sum(),
        perReason.GetValueOrDefault(PathReason.Kept),
        new Dictionary<PathReason, int>(perReason),
        [.. perPath.Select(pair => new PathRetention(pair.Key, pair.Value.Total, pair.Value.Kept))],
        [.. questions.Select(id => Question(id, perQuestion[id]))]);

    private static QuestionRetention Question(string id, SortedDictionary<PathReason, int> reasons) => new(
        id,
        reasons.Values.Sum(),
        reasons.GetValueOrDefault(PathReason.Kept),
        reasons.Where(pair => pair.Key != PathReason.Kept).ToDictionary());

    private static void Increment(SortedDictionary<PathReason, int> counts, PathReason reason) => counts[reason] = counts.GetValueOrDefault(reason) + 1;
}
