namespace KPDD.T5.Generation;

/// <summary>Independent paths, each extended by one token a step: one path for greedy search, several for sampling.</summary>
internal sealed class PathSearch : ISearch
{
    private readonly GenerationSettings settings;
    private readonly List<Path> all;
    private List<Path> running;

    public PathSearch(GenerationSettings settings, int row)
    {
        this.settings = settings;
        GenerationOptions options = settings.Options;
        all = [.. Enumerable.Range(0, settings.Returned)
            .Select(path => new Path(options.Sample ? new SamplingChooser(options, row, path) : new GreedyChooser()))];
        running = all;
    }

    public void Advance(LogitRows logits, List<Continuation> next)
    {
        var still = new List<Path>(running.Count);
        for (int i = 0; i < running.Count; i++)
        {
            // All paths leave from the one row that holds the start token.
            int row = logits.Count == 1 ? 0 : i;
            Path path = running[i];
            int token = path.Chooser.Choose(logits[row][..settings.VocabularyLimit]);
            path.LogProbability += logits[row][token] - logits.Normalizer(row);
            path.Ended = token == settings.EosTokenId;
            if (path.Ended)
            {
                continue;
            }

            path.Ids.Add(token);
            if (path.Ids.Count < settings.MaxNewTokens)
            {
                still.Add(path);
                next.Add(new Continuation(row, token));
            }
        }

        running = still;
    }

    public IReadOnlyList<T5Hypothesis> Hypotheses() => [.. all
        .Select(path => new T5Hypothesis(
            [.. path.Ids], settings.Score(path.LogProbability, path.Ids.Count + 1), !path.Ended))
        .OrderByDescending(hypothesis => hypothesis.Score)];

    private sealed class Path(ITokenChooser chooser)
    {
        public ITokenChooser Chooser { get; } = chooser;

        public List<int> Ids { get; } = [];

        public double LogProbability { get; set; }

        public bool Ended { get; set; }
    }
}
