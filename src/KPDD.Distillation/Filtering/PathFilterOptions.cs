namespace KPDD.Distillation;

/// <summary>What a path must fulfil to stay.</summary>
public sealed class PathFilterOptions
{
    /// <summary>How much the reading of a chain of thought's answer forgives. <value>Default: <see cref="AnswerRule.Strict"/>: the answer must be stated.</value></summary>
    public AnswerRule Rule { get; set; } = AnswerRule.Strict;

    /// <summary>Drop paths without key points. <value>Default: true.</value> Recorded teachers wrote none: set false for them.</summary>
    public bool RequireKeyPoints { get; set; } = true;

    /// <summary>Drop chains of thought with a wrong calculation although their answer is right. <value>Default: true.</value></summary>
    public bool RequireRightArithmetic { get; set; } = true;

    /// <summary>
    /// Drop chains of thought that calculate but never arrive at the answer they state. <value>Default: false.</value>
    /// Set it for teachers who may have been shown the gold answer.
    /// </summary>
    public bool RequireComputedAnswer { get; set; }

    /// <summary>Drop all but the first of a question's equal rationales. <value>Default: true.</value></summary>
    public bool DropDuplicates { get; set; } = true;

    /// <summary>Paths judged at the same time. <value>Default: the number of processors.</value> At least 1.</summary>
    public int MaxConcurrency { get; set; } = Environment.ProcessorCount;

    /// <summary>A copy, so that later changes by the caller do not reach running work.</summary>
    /// <returns>The copy.</returns>
    public PathFilterOptions Clone() => (PathFilterOptions)MemberwiseClone();

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Rule))
        {
            throw new ArgumentException("PathFilterOptions.Rule must be a member of AnswerRule.", nameof(Rule));
        }

        if (MaxConcurrency < 1)
        {
            throw new ArgumentException("PathFilterOptions.MaxConcurrency must be at least 1.", nameof(MaxConcurrency));
        }
    }
}
