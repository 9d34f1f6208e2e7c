namespace KPDD.T5.Generation;

/// <summary>A hypothesis in the making: its last token, linked to those before. The first one holds the start token.</summary>
/// <param name="Previous">The hypothesis without the last token; null at the start.</param>
/// <param name="Token">The last token.</param>
/// <param name="TokenLogProbability">The model's own log-probability of the token.</param>
/// <param name="LogProbability">Log-probability of the whole, as the rules left it.</param>
internal sealed record Beam(Beam? Previous, int Token, double TokenLogProbability, double LogProbability)
{
    /// <summary>Tokens, the start token counted.</summary>
    public int Length { get; } = Previous is null ? 1 : Previous.Length + 1;

    public static Beam Start(int startToken) => new(null, startToken, 0, 0);

    /// <summary>All tokens, from the start token on.</summary>
    public int[] Sequence() => Collect(beam => beam.Token);

    /// <summary>The hypothesis; <paramref name="eosTokenId"/> at its end is not part of the text.</summary>
    public T5Hypothesis ToHypothesis(double score, int eosTokenId)
    {
        bool ended = Previous is not null && Token == eosTokenId;
        return new T5Hypothesis(Sequence()[1..(ended ? Length - 1 : Length)], score, !ended)
        {
            TokenLogProbabilities = Collect(beam => beam.TokenLogProbability)[1..],
        };
    }

    private T[] Collect<T>(Func<Beam, T> select)
    {
        var values = new T[Length];
        for (Beam? beam = this; beam is not null; beam = beam.Previous)
        {
            values[beam.Length - 1] = select(beam);
        }

        return values;
    }
}
