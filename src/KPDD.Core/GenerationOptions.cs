namespace KPDD;

/// <summary>How text is generated. Null values mean "the model's own default".</summary>
public sealed class GenerationOptions
{
    /// <summary>Most tokens to write. <value>Default: the model's own default, 256 where it states none.</value> At least 1.</summary>
    public int? MaxNewTokens { get; set; }

    /// <summary>Number of beams; 1 is greedy search. <value>Default: the model's own default, 1 where it states none.</value> Range 1 to 64.</summary>
    public int? NumBeams { get; set; }

    /// <summary>Hypotheses returned a prompt. <value>Default: 1.</value> At most <see cref="NumBeams"/>, which rises to it when null; when sampling, the number of draws, without limit.</summary>
    public int? NumReturnSequences { get; set; }

    /// <summary>Exponent of the length by which a beam's score is divided. <value>Default: 1.</value></summary>
    public double LengthPenalty { get; set; } = 1.0;

    /// <summary>Stop a beam search as soon as enough hypotheses are finished. <value>Default: false.</value></summary>
    public bool EarlyStopping { get; set; }

    /// <summary>Draw tokens at random instead of taking the likeliest. <value>Default: false.</value></summary>
    public bool Sample { get; set; }

    /// <summary>Divides the logits when sampling. <value>Default: 1.</value> Above 0.</summary>
    public double Temperature { get; set; } = 1.0;

    /// <summary>Sample among this many likeliest tokens; 0 for all. <value>Default: 0.</value></summary>
    public int TopK { get; set; }

    /// <summary>Sample among the likeliest tokens that together reach this probability. <value>Default: 1.</value> Range 0 (exclusive) to 1.</summary>
    public double TopP { get; set; } = 1.0;

    /// <summary>Seed for sampling; the same seed gives the same text. <value>Default: 0.</value></summary>
    public int Seed { get; set; }

    /// <summary>Most prompts run together through the model. <value>Default: 32.</value> At least 1.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>A copy, so that later changes by the caller do not reach running work.</summary>
    /// <returns>The copy.</returns>
    public GenerationOptions Clone() => (GenerationOptions)MemberwiseClone();

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(MaxNewTokens is null or >= 1, nameof(MaxNewTokens), "at least 1");
        Require(NumBeams is null or (>= 1 and <= 64), nameof(NumBeams), "1 to 64");
        Require(NumReturnSequences is null or >= 1, nameof(NumReturnSequences), "at least 1");
        Require(Temperature > 0, nameof(Temperature), "above 0");
        Require(TopK >= 0, nameof(TopK), "0 or more");
        Require(TopP is > 0 and <= 1, nameof(TopP), "above 0, at most 1");
        Require(BatchSize >= 1, nameof(BatchSize), "at least 1");
        Require(double.IsFinite(LengthPenalty), nameof(LengthPenalty), "a finite number");
        Require(!(Sample && NumBeams > 1), nameof(Sample), "combined with NumBeams = 1: sampled beams are not offered");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"GenerationOptions.{name} must be {range}.", name);
        }
    }
}
