using KPDD.Benchmarks.Comparison;

namespace KPDD.Benchmarks.Generation;

/// <summary>One rival at one batch size: medians of its rounds.</summary>
/// <param name="Rival">Name of the rival.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Batch">Rows decoded together.</param>
/// <param name="TokensPerSecond">Tokens decoded a second, without the encoder.</param>
/// <param name="StepMilliseconds">Time of a decoder step.</param>
/// <param name="StepRatio">How many times as fast as the baseline in the same round.</param>
/// <param name="LowestStepRatio">The least of the rounds.</param>
/// <param name="HighestStepRatio">The largest of the rounds.</param>
/// <param name="EncoderMilliseconds">Time of the encoder.</param>
/// <param name="EncoderRatio">How many times as fast as the baseline in the same round.</param>
/// <param name="PeakMegabytes">Largest resident memory.</param>
/// <param name="PeakRatio">The same over the baseline's.</param>
/// <param name="LoadMilliseconds">Time to load.</param>
/// <param name="EqualTokens">Share of the first row's tokens that are those of the first rival: 1 for an exact one, of little meaning for a quantized one.</param>
/// <param name="Rounds">Rounds measured.</param>
/// <param name="OutputTokens">Tokens decoded a row in each.</param>
/// <param name="OtherProcessors">Processors that everything else on the machine kept busy meanwhile, on average; null where that is not known.</param>
internal sealed record Cell(
    string Rival,
    string Settings,
    int Batch,
    double TokensPerSecond,
    double StepMilliseconds,
    double StepRatio,
    double LowestStepRatio,
    double HighestStepRatio,
    double EncoderMilliseconds,
    double EncoderRatio,
    double PeakMegabytes,
    double PeakRatio,
    double LoadMilliseconds,
    double EqualTokens,
    int Rounds,
    int OutputTokens,
    double? OtherProcessors)
{
    public static Cell Create(Rival rival, int batch, Trial[] own, Trial[] baseline, int[] firstRow)
    {
        double step = Statistics.Median(own.Select(trial => trial.StepMilliseconds));
        double[] stepRatios = [.. own.Zip(baseline, (mine, other) => other.StepMilliseconds / mine.StepMilliseconds)];
        double peak = own.Max(trial => trial.PeakMegabytes);
        return new Cell(
            rival.Name,
            own[0].Instructions is { } instructions ? $"{rival.Settings}; {instructions}" : rival.Settings,
            batch,
            batch * 1000 / step,
            step,
            Statistics.Median(stepRatios),
            stepRatios.Min(),
            stepRatios.Max(),
            Statistics.Median(own.Select(trial => trial.EncoderMilliseconds)),
            Statistics.Median(own.Zip(baseline, (mine, other) => other.EncoderMilliseconds / mine.EncoderMilliseconds)),
            peak,
            peak / baseline.Max(trial => trial.PeakMegabytes),
            own[0].LoadMilliseconds,
            own[0].FirstRow.Zip(firstRow, (a, b) => a == b ? 1.0 : 0.0).Average(),
            own.Length,
            own[0].FirstRow.Length,
            own.Average(trial => trial.OtherProcessors));
    }
}
