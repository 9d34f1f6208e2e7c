using System.Runtime.InteropServices;

namespace KPDD.T5.Generation;

/// <summary>Independent paths, each extended by one token a step: one path for greedy search, several for sampling.</summary>
internal sealed class PathSearch : ISearch
{
    private readonly GenerationSettings settings;
    private readonly TokenRules rules;
    private readonly ITokenChooser chooser;
    private readonly List<Path> all;
    private List<Path> running;

    public PathSearch(GenerationSettings settings, TokenRules rules, ITokenChooser chooser, ulong randomKey)
    {
        this.settings = settings;
        this.rules = rules;
        this.chooser = chooser;
        all = [.. Enumerable.Range(0, settings.Returned)
            .Select(number => new Path(settings.StartTokenId, new RandomStream(RandomStream.Derive(randomKey, number))))];
        running = all;
    }

    public void Advance(LogitRows logits, List<Continuation> next)
    {
        var still = new List<Path>(running.Count);
        for (int i = 0; i < running.Count; i++)
        {
            // All paths leave from the one row that holds the start token.
            int row = logits.Count == 1 ? 0 : i;
            if (Extend(running[i], logits, row))
            {
                still.Add(running[i]);
                next.Add(new Continuation(row, running[i].Sequence[^1]));
            }
        }

        running = still;
    }

    public IReadOnlyList<T5Hypothesis> Hypotheses() => [.. all
        .Select(path => path.ToHypothesis(settings))
        .OrderByDescending(hypothesis => hypothesis.Score)];

    /// <summary>Adds a token and tells whether the path goes on.</summary>
    private bool Extend(Path path, LogitRows logits, int row)
    {
        double normalizer = logits.Normalizer(row);
        ReadOnlySpan<float> scores = rules.Score(CollectionsMarshal.AsSpan(path.Sequence), logits[row]);
        int token = chooser.Choose(scores, path.Random);
        if (float.IsNegativeInfinity(scores[token]))
        {
            // The rules forbid every token: the text stops as if it had met the limit.
            return false;
        }

        path.LogProbabilities.Add(logits[row][token] - normalizer);
        path.Ended = token == settings.EosTokenId;
        if (path.Ended)
        {
            return false;
        }

        path.Sequence.Add(token);
        return path.LogProbabilities.Count < settings.MaxNewTokens;
    }

    private sealed class Path(int startToken, RandomStream random)
    {
        public RandomStream Random { get; } = random;

        public List<int> Sequence { get; } = [startToken];

        public List<double> LogProbabilities { get; } = [];

        public bool Ended { get; set; }

        public T5Hypothesis ToHypothesis(GenerationSettings settings) =>
            new([.. Sequence.Skip(1)], settings.Score(LogProbabilities.Sum(), Sequence.Count), !Ended)
            {
                TokenLogProbabilities = [.. LogProbabilities],
            };
    }
}
