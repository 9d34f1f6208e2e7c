using KPDD.Distillation;
using Spectre.Console;

namespace KPDD.Samples;

/// <summary>What <c>kpdd generate</c> says of a run or of a forecast.</summary>
internal static class GenerateSummary
{
    /// <summary>The line below the progress bar.</summary>
    public static string Note(DistillationProgress now) =>
        $"{now.Done} done, {now.Kept} kept, {now.Dropped} dropped, {now.Failed} failed, {now.Usage.Total:N0} tokens{Money(now.Cost)}{(now.TimeLeft is { } left ? $", {TimeText(left)} left" : string.Empty)}";

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

        Table table = NewTable();
        Row(table, "problems", $"{forecast.Problems}");
        Row(table, "paths to write", $"{forecast.Paths} ({forecast.Done} there already)");
        Row(table, "calls", $"{forecast.Calls}");
        Row(table, "tokens, about", $"{forecast.Usage.Input:N0} in, {forecast.Usage.Output:N0} out");
        Row(table, "cost, about", forecast.Cost is { } cost ? $"{cost:0.00} USD" : "give --price-in and --price-out");
        if (forecast.Spent.Total > 0)
        {
            Row(table, "spent so far", $"{forecast.Spent.Input:N0} in, {forecast.Spent.Output:N0} out{Money(forecast.CostSpent)}");
        }

        AnsiConsole.Write(table);
    }

    public static void Write(DistillationRunResult result, bool json)
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

        Table table = NewTable();
        Row(table, "ended", $"{result.Status}{(result.Status == DistillationRunStatus.Completed ? string.Empty : "; --resume goes on")}");
        Row(table, "paths", $"{last.Done} of {last.Total}");
        Row(table, "kept, dropped, failed now", $"{last.Kept}, {last.Dropped}, {last.Failed}");
        Row(table, "tokens", $"{last.Usage.Input:N0} in, {last.Usage.Output:N0} out");
        Row(table, "cost", last.Cost is { } cost ? $"{cost:0.0000} USD" : "not known");
        if (result.LastFailure is { } failure)
        {
            Row(table, "last failure", failure);
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"kpdd filter --run {result.Folder}");
    }

    private static Table NewTable() => new Table().AddColumns("measure", "value").Border(TableBorder.Simple);

    private static void Row(Table table, string name, string value) => table.AddRow(name, Markup.Escape(value));

    private static string TimeText(TimeSpan time) => time.TotalDays >= 1 ? $"{time.TotalDays:0.0} days" : $"{time:hh\\:mm\\:ss}";

    private static string Money(decimal? cost) => cost is { } amount ? $", {amount:0.00} USD" : string.Empty;
}
