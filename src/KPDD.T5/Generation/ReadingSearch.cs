namespace KPDD.T5.Generation;

/// <summary>Reads a given text along the decoder and notes how probable each of its tokens is.</summary>
/// <param name="target">The text's tokens, the end token last.</param>
internal sealed class ReadingSearch(int[] target) : ISearch
{
    private readonly List<double> logProbabilities = [];

    public void Advance(LogitRows logits, List<Continuation> next)
    {
        int token = target[logProbabilities.Count];
        logProbabilities.Add(logits[0][token] - logits.Normalizer(0));
        if (logProbabilities.Count < target.Length)
        {
            next.Add(new Continuation(0, token));
        }
    }

    public IReadOnlyList<T5Hypothesis> Hypotheses() =>
        [new(target[..^1], logProbabilities.Sum(), Truncated: false) { TokenLogProbabilities = logProbabilities }];
}
