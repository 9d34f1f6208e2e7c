using KPDD.Distillation;

namespace KPDD.Samples;

/// <summary>What <c>kpdd generate</c> says of a run or of a forecast.</summary>
internal static class GenerateSummary
{
    private const string NoPrices = "not known without --price-in and --price-out";

    /// <summary>The line below the progress bar.</summary>
    /// <param name="now">How far the run is.</param>
    /// <param name="judged">Whether paths are judged as they come.</param>
    public static string Note(DistillationProgress now, bool judged) => string.Concat(
        $"{now.Done} of {now.Total} paths",
        judged ? $", {now.Kept} kept, {now.Dropped} dropped" : string.Empty,
        $", {now.Failed} failed, {now.Usage.Total:N0} tokens{Money(now.Cost)}",
        now.TimeLeft is { } left ? $", {TimeText(left)} left" : string.Empty);

    public static void Write(RunForecast forecast, bool json)
    {
        if (json)
        {
            JsonLines.Write(new
            {
                dryRun = true, forecast.Problems, forecast.Paths, forecast.Done, forecast.Calls, inputTokens = forecast.Usage.Input, outputTokens = forecast.Usage.Output, forecast.Cost,
                spentInputTokens = forecast.Spent.Input, spentOutputTokens = forecast.Spent.Output, forecast.CostSpent,
            });
            return;
        }

        FieldLines.Write(
        [
            ("problems", $"{forecast.Problems}"),
            ("paths to write", $"{forecast.Paths} ({forecast.Done} there already)"),
            ("calls", $"{forecast.Calls}"),
            ("tokens", $"about {Tokens(forecast.Usage)}"),
            ("cost", forecast.Cost is { } cost ? $"about {cost:0.00} USD" : NoPrices),
            .. forecast.Spent.Total > 0 ? [("spent so far", Tokens(forecast.Spent) + Money(forecast.CostSpent))] : Array.Empty<(string, string)>(),
        ]);
    }

    /// <param name="result">How the run ended.</param>
    /// <param name="judged">Whether paths were judged as they came.</param>
    /// <param name="json">Write one JSON object.</param>
    public static void Write(DistillationRunResult result, bool judged, bool json)
    {
        DistillationProgress last = result.Progress;
        if (json)
        {
            JsonLines.Write(new
            {
                result.Folder, result.Status, last.Done, last.Total, last.Kept, last.Dropped, last.Failed, inputTokens = last.Usage.Input, outputTokens = last.Usage.Output, last.Cost, result.LastFailure,
            });
            return;
        }

        FieldLines.Write(
        [
            ("ended", Ending(result.Status)),
            ("paths", $"{last.Done} of {last.Total}"),
            ("kept", judged ? $"{last.Kept} in this session" : "not judged here: there is no Python"),
            .. judged ? [("dropped", $"{last.Dropped} in this session")] : Array.Empty<(string, string)>(),
            ("failed", $"{last.Failed}"),
            ("tokens", Tokens(last.Usage)),
            ("cost", last.Cost is { } cost ? $"{cost:0.0000} USD" : NoPrices),
            .. result.LastFailure is { } failure ? [("last failure", failure)] : Array.Empty<(string, string)>(),
            ("next", $"kpdd filter --run {(result.Folder.Contains(' ', StringComparison.Ordinal) ? $"\"{result.Folder}\"" : result.Folder)}"),
        ]);
    }

    private static string Ending(DistillationRunStatus status) => status switch
    {
        DistillationRunStatus.Incomplete => "incomplete; --resume asks again for what failed",
        DistillationRunStatus.BudgetReached => "at its budget; --resume with a larger --budget goes on",
        _ => "complete",
    };

    private static string Tokens(TokenUsage usage) => $"{usage.Input:N0} in, {usage.Output:N0} out";

    private static string TimeText(TimeSpan time) => time.TotalDays >= 1 ? $"{time.TotalDays:0.0} days" : $"{time:hh\\:mm\\:ss}";

    private static string Money(decimal? cost) => cost is { } amount ? $", {amount:0.00} USD" : string.Empty;
}
