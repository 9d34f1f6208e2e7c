using Microsoft.Extensions.AI;

namespace KPDD.Distillation;

/// <summary>How a run goes.</summary>
public sealed class DistillationRunOptions
{
    /// <summary>Folder of the run. <value>Default: empty; must be set.</value></summary>
    public string OutputFolder { get; set; } = string.Empty;

    /// <summary>Go on with the run in the folder; without it, a folder that holds a run is refused. <value>Default: false.</value></summary>
    public bool Resume { get; set; }

    /// <summary>How the teacher is asked. <value>Default: the defaults of <see cref="KeyPointTeacherOptions"/>.</value></summary>
    public KeyPointTeacherOptions Teacher { get; set; } = new();

    /// <summary>Rate limits, time limits and retries. <value>Default: the defaults of <see cref="TeacherRequestOptions"/>.</value></summary>
    public TeacherRequestOptions Requests { get; set; } = new();

    /// <summary>Which part of the data set to do. <value>Default: the whole.</value></summary>
    public Shard Shard { get; set; } = Shard.Whole;

    /// <summary>Paths written at the same time. <value>Default: 8.</value> Range 1 to 1,024.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>What tokens cost; needed for <see cref="Budget"/>. <value>Default: null, nothing is counted.</value></summary>
    public TokenPrices? Prices { get; set; }

    /// <summary>
    /// Most US dollars of this run, earlier sessions, failed attempts and batches included, all at <see cref="Prices"/>; it stops before a path that might go beyond.
    /// <value>Default: null, no limit.</value> Above 0.
    /// </summary>
    public decimal? Budget { get; set; }

    /// <summary>Problems in the data set, where known; lets progress tell the time left. <value>Default: null.</value> 0 or more.</summary>
    public int? ExpectedProblems { get; set; }

    /// <summary>Judges paths as they come, for the progress only; the filter decides later. <value>Default: null.</value> Must be thread-safe.</summary>
    public PathJudge? Judge { get; set; }

    /// <summary>
    /// Wraps the client outside of pacing and retries, so that what it answers itself costs nothing; for a cache
    /// <c>inner =&gt; inner.AsBuilder().UseDistributedCache(cache).Build()</c>. <value>Default: null.</value>
    /// </summary>
    public Func<IChatClient, IChatClient>? Middleware { get; set; }

    /// <summary>So many paths that fail one after the other stop the run. <value>Default: 20.</value> At least 1.</summary>
    public int MaxConsecutiveFailures { get; set; } = 20;

    /// <summary>A copy, so that later changes by the caller do not reach running work.</summary>
    /// <returns>The copy.</returns>
    public DistillationRunOptions Clone()
    {
        var copy = (DistillationRunOptions)MemberwiseClone();
        copy.Teacher = Teacher?.Clone() ?? throw new ArgumentException("DistillationRunOptions.Teacher must not be null.", nameof(Teacher));
        copy.Requests = Requests?.Clone() ?? throw new ArgumentException("DistillationRunOptions.Requests must not be null.", nameof(Requests));
        return copy;
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(OutputFolder), nameof(OutputFolder), "the path of a folder");
        Require(Shard is { IsValid: true }, nameof(Shard), "i/n with 1 <= i <= n");
        Require(Concurrency is >= 1 and <= 1024, nameof(Concurrency), "1 to 1,024");
        Require(Prices is null or { InputPerMillion: >= 0, OutputPerMillion: >= 0 }, nameof(Prices), "0 or more");
        Require(Budget is null or > 0, nameof(Budget), "above 0");
        Require(Budget is null || Prices is not null, nameof(Prices), "set where there is a budget");
        Require(ExpectedProblems is null or >= 0, nameof(ExpectedProblems), "0 or more");
        Require(MaxConsecutiveFailures >= 1, nameof(MaxConsecutiveFailures), "at least 1");
        Teacher.Validate();
        Requests.Validate();
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"DistillationRunOptions.{name} must be {range}.", name);
        }
    }
}
