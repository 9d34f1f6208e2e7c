namespace KPDD;

/// <summary>How an evaluation runs.</summary>
public sealed class EvaluationOptions
{
    /// <summary>How texts are generated; null means each model's own defaults. <value>Default: null.</value></summary>
    public GenerationOptions? Generation { get; set; }

    /// <summary>Problems solved together; progress is told after each batch. <value>Default: 32.</value> At least 1.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>The rule that the headline figures of the report follow; the report holds both. <value>Default: <see cref="AnswerRule.Strict"/>.</value></summary>
    public AnswerRule Rule { get; set; } = AnswerRule.Strict;

    /// <summary>A copy, so that later changes by the caller do not reach running work.</summary>
    /// <returns>The copy.</returns>
    public EvaluationOptions Clone()
    {
        var copy = (EvaluationOptions)MemberwiseClone();
        copy.Generation = Generation?.Clone();
        return copy;
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (BatchSize < 1)
        {
            throw new ArgumentException("EvaluationOptions.BatchSize must be at least 1.", nameof(BatchSize));
        }

        Generation?.Validate();
    }
}
