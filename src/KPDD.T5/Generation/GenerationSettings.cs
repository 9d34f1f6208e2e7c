namespace KPDD.T5.Generation;

/// <summary>What a search needs to know, with every default filled in.</summary>
internal sealed record GenerationSettings(GenerationOptions Options, int VocabularyLimit, int EosTokenId)
{
    private const int DefaultMaxNewTokens = 256;

    public int MaxNewTokens { get; } = Options.MaxNewTokens ?? DefaultMaxNewTokens;

    /// <summary>Hypotheses returned a row.</summary>
    public int Returned { get; } = Options.NumReturnSequences ?? 1;

    /// <summary>Beams; whoever asks for several hypotheses without saying how many beams gets as many beams.</summary>
    public int Beams { get; } = Options.Sample ? 1 : Options.NumBeams ?? (Options.NumReturnSequences ?? 1);

    /// <summary>Score of a hypothesis of <paramref name="length"/> tokens; the start token counts, the end token does not, as in the reference library.</summary>
    public double Score(double logProbability, int length) => logProbability / Math.Pow(length, Options.LengthPenalty);

    /// <exception cref="ArgumentException">More hypotheses are asked for than there are beams.</exception>
    public void Validate()
    {
        Options.Validate();
        if (!Options.Sample && Returned > Beams)
        {
            throw new ArgumentException($"GenerationOptions.NumReturnSequences is {Returned}, more than the {Beams} beams; raise NumBeams or sample.", nameof(Options));
        }
    }
}
