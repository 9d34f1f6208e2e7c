namespace KPDD.Distillation;

/// <summary>What a run would take, before anything is sent. Tokens are estimates: four characters each, answers as long as the worked examples.</summary>
/// <param name="Problems">Problems of the shard.</param>
/// <param name="Paths">Paths still to write.</param>
/// <param name="Done">Paths an earlier session wrote.</param>
/// <param name="Calls">Requests to send, without retries.</param>
/// <param name="Usage">Their tokens, about.</param>
/// <param name="Cost">Their cost in US dollars, about; null without prices.</param>
public sealed record RunForecast(int Problems, int Paths, int Done, long Calls, TokenUsage Usage, decimal? Cost)
{
    /// <summary>Tokens that earlier sessions were charged for, also those of attempts that failed.</summary>
    public TokenUsage Spent { get; init; }

    /// <summary>Their cost in US dollars; null without prices.</summary>
    public decimal? CostSpent { get; init; }
}
