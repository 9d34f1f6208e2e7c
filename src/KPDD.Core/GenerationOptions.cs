namespace KPDD;

/// <summary>How text is generated. Null values mean "the model's own default"; what each option does follows the reference library's <c>generate</c>.</summary>
/// <remarks>Not thread-safe while it is changed. Every method that takes options copies them first.</remarks>
public sealed class GenerationOptions
{
    /// <summary>Most tokens to write. <value>Default: the model's own default, 256 where it states none.</value> At least 1.</summary>
    public int? MaxNewTokens { get; set; }

    /// <summary>Fewest tokens to write before the text may end; the end token is not counted. <value>Default: 0.</value> At least 0, at most <see cref="MaxNewTokens"/>.</summary>
    public int MinNewTokens { get; set; }

    /// <summary>Number of beams; 1 is greedy search. <value>Default: the model's own default, 1 where it states none.</value> Range 1 to 64.</summary>
    public int? NumBeams { get; set; }

    /// <summary>Hypotheses returned a prompt. <value>Default: 1.</value> At most <see cref="NumBeams"/>, which rises to it when null; when sampling, the number of draws, without limit.</summary>
    public int? NumReturnSequences { get; set; }

    /// <summary>Exponent of the length by which a hypothesis' score is divided: above 0 favours long texts, below 0 short ones. <value>Default: 1.</value> Any finite number.</summary>
    public double LengthPenalty { get; set; } = 1.0;

    /// <summary>When a beam search with enough finished hypotheses ends. <value>Default: <see cref="EarlyStopping.Heuristic"/>.</value></summary>
    public EarlyStopping EarlyStopping { get; set; }

    /// <summary>Makes tokens that the text already holds less likely (above 1) or likelier (below 1). <value>Default: 1, which changes nothing.</value> Above 0.</summary>
    /// <remarks>
    /// A positive logit is divided by it and a negative one multiplied, once a token. The decoder's start token counts as held.
    /// A beam search applies it to log-probabilities, so that a hypothesis' score holds it too.
    /// </remarks>
    public double RepetitionPenalty { get; set; } = 1.0;

    /// <summary>No sequence of this many tokens is written twice; the decoder's start token is part of the text. <value>Default: 0, no such rule.</value> At least 0.</summary>
    public int NoRepeatNGramSize { get; set; }

    /// <summary>Draw tokens at random instead of taking the likeliest. <value>Default: false.</value> Excludes <see cref="NumBeams"/> above 1.</summary>
    public bool Sample { get; set; }

    /// <summary>Divides the logits when sampling. <value>Default: 1.</value> Above 0, finite.</summary>
    public double Temperature { get; set; } = 1.0;

    /// <summary>Sample among this many likeliest tokens; 0 for all. <value>Default: 0.</value> At least 0.</summary>
    public int TopK { get; set; }

    /// <summary>Sample among the likeliest tokens that together reach this probability. <value>Default: 1.</value> Range 0 (exclusive) to 1.</summary>
    public double TopP { get; set; } = 1.0;

    /// <summary>Seed for sampling; the same seed gives the same text. <value>Default: 0.</value> Any number.</summary>
    /// <remarks>What is drawn for a prompt follows from seed and prompt alone, not from the prompts beside it; the same prompt given twice gets different draws.</remarks>
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
        Require(MinNewTokens >= 0, nameof(MinNewTokens), "0 or more");
        Require(!(MinNewTokens > MaxNewTokens), nameof(MinNewTokens), $"at most MaxNewTokens, which is {MaxNewTokens}");
        Require(NumBeams is null or (>= 1 and <= 64), nameof(NumBeams), "1 to 64");
        Require(NumReturnSequences is null or >= 1, nameof(NumReturnSequences), "at least 1");
        Require(double.IsFinite(LengthPenalty), nameof(LengthPenalty), "a finite number");
        Require(Enum.IsDefined(EarlyStopping), nameof(EarlyStopping), "Heuristic, Immediate or Never");
        Require(RepetitionPenalty > 0 && double.IsFinite(RepetitionPenalty), nameof(RepetitionPenalty), "a finite number above 0");
        Require(NoRepeatNGramSize >= 0, nameof(NoRepeatNGramSize), "0 or more");
        Require(Temperature > 0 && double.IsFinite(Temperature), nameof(Temperature), "a finite number above 0");
        Require(TopK >= 0, nameof(TopK), "0 or more");
        Require(TopP is > 0 and <= 1, nameof(TopP), "above 0, at most 1");
        Require(BatchSize >= 1, nameof(BatchSize), "at least 1");
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
