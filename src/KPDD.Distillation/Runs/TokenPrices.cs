namespace KPDD.Distillation;

/// <summary>What a model costs, in US dollars a million tokens.</summary>
/// <param name="InputPerMillion">For a million tokens of prompts; 0 or more.</param>
/// <param name="OutputPerMillion">For a million tokens of answers; 0 or more.</param>
public sealed record TokenPrices(decimal InputPerMillion, decimal OutputPerMillion)
{
    /// <summary>What these tokens cost.</summary>
    /// <param name="usage">The tokens.</param>
    /// <returns>US dollars.</returns>
    public decimal CostOf(TokenUsage usage) => ((usage.Input * InputPerMillion) + (usage.Output * OutputPerMillion)) / 1_000_000m;
}
