namespace KPDD.Distillation;

/// <summary>How far a run is.</summary>
/// <param name="Done">Paths in the journal, those of earlier sessions included.</param>
/// <param name="Total">Paths the run will have; null when the size of the data set is unknown.</param>
/// <param name="Kept">Of this session's paths, those that a judge would keep; 0 without a judge.</param>
/// <param name="Dropped">Of this session's paths, those that a judge would drop; 0 without a judge.</param>
/// <param name="Failed">Paths of this session that no attempt got an answer for; a resumed run asks again.</param>
/// <param name="Usage">Tokens the run was charged for, earlier sessions and failed attempts included; answers out of a cache cost none.</param>
/// <param name="Cost">Their cost in US dollars; null without prices.</param>
/// <param name="TimeLeft">Time left at this session's speed; null while unknown.</param>
public sealed record DistillationProgress(
    int Done, int? Total, int Kept, int Dropped, int Failed, TokenUsage Usage, decimal? Cost, TimeSpan? TimeLeft);

/// <summary>How a run ended.</summary>
public enum DistillationRunStatus
{
    /// <summary>Every path is in the journal.</summary>
    Completed,

    /// <summary>Some paths got no answer; resume to ask again.</summary>
    Incomplete,

    /// <summary>The budget was used up; resume with a larger one to go on.</summary>
    BudgetReached,
}

/// <summary>What a run came to.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Progress">The last figures.</param>
public sealed record DistillationRunResult(string Folder, DistillationRunStatus Status, DistillationProgress Progress)
{
    /// <summary>Why the last failed path failed, in words for a person; null when none did.</summary>
    public string? LastFailure { get; init; }
}
