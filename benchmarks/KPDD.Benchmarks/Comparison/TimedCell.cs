namespace KPDD.Benchmarks.Comparison;

/// <summary>One measurement of a piece of work that is timed as a whole.</summary>
/// <param name="Seconds">Its time.</param>
/// <param name="PeakMegabytes">Largest resident memory of the process so far.</param>
/// <param name="Outcome">What the work came to, to see that all rivals do the same: problems answered right, or the loss.</param>
internal sealed record TimedTrial(double Seconds, double PeakMegabytes, double Outcome);

/// <summary>One rival at such a piece of work: medians of its rounds.</summary>
/// <param name="Rival">Name of the rival.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Seconds">Time of the work.</param>
/// <param name="Ratio">How many times as fast as the baseline in the same round.</param>
/// <param name="LowestRatio">The least of the rounds.</param>
/// <param name="HighestRatio">The largest of the rounds.</param>
/// <param name="PeakMegabytes">Largest resident memory.</param>
/// <param name="Outcome">What the first round came to.</param>
/// <param name="Rounds">Rounds measured.</param>
/// <param name="OtherProcessors">Processors that everything else on the machine kept busy meanwhile, on average; null where that is not known.</param>
internal sealed record TimedCell(
    string Rival,
    string Settings,
    double Seconds,
    double Ratio,
    double LowestRatio,
    double HighestRatio,
    double PeakMegabytes,
    double Outcome,
    int Rounds,
    double? OtherProcessors)
{
    /// <summary>Asks all rivals in turns, round by round, after a first round that is not counted.</summary>
    /// <param name="rivals">Name, settings and process of each.</param>
    /// <param name="baseline">Name of the one that the ratios are taken to.</param>
    /// <param name="rounds">Rounds to measure.</param>
    /// <param name="request">What each is asked.</param>
    public static IReadOnlyList<TimedCell> Measure(
        IReadOnlyList<(string Name, string Settings, WorkerProcess Process)> rivals, string baseline, int rounds, object request)
    {
        foreach (var rival in rivals)
        {
            rival.Process.Ask<TimedTrial>(request);
        }

        (TimedTrial Answer, double? OtherProcessors)[][] trials =
            [.. Enumerable.Range(0, rounds).Select(_ => rivals.Select(rival => rival.Process.Ask<TimedTrial>(request)).ToArray())];
        int reference = rivals.Select(rival => rival.Name).ToList().IndexOf(baseline);
        return [.. rivals.Select((rival, i) =>
        {
            double[] ratios = [.. trials.Select(round => round[reference].Answer.Seconds / round[i].Answer.Seconds)];
            return new TimedCell(
                rival.Name,
                rival.Settings,
                Statistics.Median(trials.Select(round => round[i].Answer.Seconds)),
                Statistics.Median(ratios),
                ratios.Min(),
                ratios.Max(),
                trials.Max(round => round[i].Answer.PeakMegabytes),
                trials[0][i].Answer.Outcome,
                rounds,
                trials.Average(round => round[i].OtherProcessors));
        })];
    }
}
