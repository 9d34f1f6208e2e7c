namespace KPDD.Benchmarks.Generation;

/// <summary>What one process is asked to do once.</summary>
/// <param name="Batch">Rows.</param>
/// <param name="InputTokens">Tokens of each.</param>
/// <param name="OutputTokens">Decoder steps.</param>
/// <param name="Encodings">
/// Encodings to take the median of: the first one after the others' turns finds no weight in any cache and takes up to twice as long, whoever's it is.
/// </param>
internal sealed record TrialRequest(int Batch, int InputTokens, int OutputTokens, int Encodings);

/// <summary>What it measured.</summary>
/// <param name="EncoderMilliseconds">Median time of an encoding.</param>
/// <param name="StepMilliseconds">Mean time of a decoder step.</param>
/// <param name="LoadMilliseconds">Time to load the model, once a process.</param>
/// <param name="PeakMegabytes">Largest resident memory of the process so far.</param>
/// <param name="FirstRow">The tokens chosen for the first row.</param>
internal sealed record Trial(double EncoderMilliseconds, double StepMilliseconds, double LoadMilliseconds, double PeakMegabytes, int[] FirstRow)
{
    /// <summary>The instructions that its matrices are multiplied by, where the rival tells them.</summary>
    public string? Instructions { get; init; }

    /// <summary>Processors that everything else on the machine kept busy meanwhile; null where that is not known.</summary>
    public double? OtherProcessors { get; init; }
}
