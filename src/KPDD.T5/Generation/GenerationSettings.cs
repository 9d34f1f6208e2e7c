namespace KPDD.T5.Generation;

/// <summary>What a search needs to know, with every default filled in.</summary>
internal sealed record GenerationSettings
{
    private const int DefaultMaxNewTokens = 256;

    /// <exception cref="ArgumentException">An option is out of its range, or options contradict each other.</exception>
    public GenerationSettings(GenerationOptions options, T5Config config, int vocabularyLimit)
    {
        options = options.Clone();
        options.MaxNewTokens ??= Math.Max(DefaultMaxNewTokens, options.MinNewTokens);
        options.Validate();
        Options = options;
        MaxNewTokens = options.MaxNewTokens.Value;
        Returned = options.NumReturnSequences ?? 1;
        Beams = options.Sample ? 1 : options.NumBeams ?? Returned;
        VocabularyLimit = Math.Min(vocabularyLimit, config.VocabSize);
        StartTokenId = config.DecoderStartTokenId;
        EosTokenId = config.EosTokenId;
        if (!options.Sample && Returned > Beams)
        {
            throw new ArgumentException($"GenerationOptions.NumReturnSequences is {Returned}, more than the {Beams} beams; raise NumBeams or sample.", nameof(options));
        }
    }

    public GenerationOptions Options { get; }

    public int MaxNewTokens { get; }

    /// <summary>Hypotheses returned a row.</summary>
    public int Returned { get; }

    /// <summary>Beams; whoever asks for several hypotheses without saying how many beams gets as many beams.</summary>
    public int Beams { get; }

    /// <summary>Ids from this number on are never written.</summary>
    public int VocabularyLimit { get; }

    public int StartTokenId { get; }

    public int EosTokenId { get; }

    /// <summary>Score of a hypothesis of <paramref name="length"/> tokens; the start token counts, the end token does not, as in the reference library.</summary>
    public double Score(double logProbability, int length) => logProbability / Math.Pow(length, Options.LengthPenalty);
}
