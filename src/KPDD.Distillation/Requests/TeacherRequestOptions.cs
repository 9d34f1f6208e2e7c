namespace KPDD.Distillation;

/// <summary>How requests are paced, limited and repeated.</summary>
public sealed class TeacherRequestOptions
{
    /// <summary>Most requests a minute, spread evenly; null for no limit. <value>Default: null.</value> At least 1.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>Most tokens a minute, in and out, spread evenly; null for no limit. <value>Default: null.</value> At least 1.</summary>
    public int? TokensPerMinute { get; set; }

    /// <summary>Most attempts a call. <value>Default: 6.</value> At least 1.</summary>
    public int MaxAttempts { get; set; } = 6;

    /// <summary>Wait before the second attempt; doubled, with some chance, before each further one. A <c>Retry-After</c> goes before it. <value>Default: 1 second.</value> Above zero, at most a day.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before an attempt, whatever the server asks for. <value>Default: 5 minutes.</value> At least <see cref="BaseDelay"/>, at most a day.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time of one attempt. <value>Default: 2 minutes.</value> 10 milliseconds to a day.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest answer, in characters; a longer one is a fault. <value>Default: 65,536.</value> At least 1.</summary>
    public int MaxAnswerCharacters { get; set; } = 65_536;

    /// <summary>Decides what to do about a failure; null for <see cref="TeacherFaults.Classify"/>. Must be thread-safe. <value>Default: null.</value></summary>
    public Func<Exception, TeacherFault>? Classify { get; set; }

    /// <summary>A copy, so that later changes by the caller do not reach running work.</summary>
    /// <returns>The copy.</returns>
    public TeacherRequestOptions Clone() => (TeacherRequestOptions)MemberwiseClone();

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(RequestsPerMinute is null or >= 1, nameof(RequestsPerMinute), "null or at least 1");
        Require(TokensPerMinute is null or >= 1, nameof(TokensPerMinute), "null or at least 1");
        Require(MaxAttempts >= 1, nameof(MaxAttempts), "at least 1");
        Require(BaseDelay > TimeSpan.Zero && BaseDelay <= TimeSpan.FromDays(1), nameof(BaseDelay), "above zero, at most a day");
        Require(MaxDelay >= BaseDelay && MaxDelay <= TimeSpan.FromDays(1), nameof(MaxDelay), "at least BaseDelay, at most a day");
        Require(Timeout >= TimeSpan.FromMilliseconds(10) && Timeout <= TimeSpan.FromDays(1), nameof(Timeout), "10 milliseconds to a day");
        Require(MaxAnswerCharacters >= 1, nameof(MaxAnswerCharacters), "at least 1");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"TeacherRequestOptions.{name} must be {range}.", name);
        }
    }
}
