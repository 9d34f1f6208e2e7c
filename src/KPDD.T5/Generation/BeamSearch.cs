namespace KPDD.T5.Generation;

/// <summary>Beam search with the rules of the reference library's <c>generate</c>.</summary>
/// <remarks>
/// Each step weighs the best 2B continuations of B beams. Those among the first B that end are finished; the best B that do not end go on.
/// The search stops when B hypotheses are finished and <see cref="EarlyStopping"/> says so; or at the token limit, or where the rules forbid
/// every token, and there what still runs is finished as it stands.
/// </remarks>
internal sealed class BeamSearch : ISearch
{
    private readonly GenerationSettings settings;
    private readonly TokenRules rules;
    private readonly TopCandidates candidates;
    private readonly List<Finished> finished = [];
    private Beam[] running;

    public BeamSearch(GenerationSettings settings, TokenRules rules)
    {
        this.settings = settings;
        this.rules = rules;
        candidates = new TopCandidates(2 * settings.Beams);
        running = [Beam.Start(settings.StartTokenId)];
    }

    public void Advance(LogitRows logits, List<Continuation> next)
    {
        Beam[] extended = ExtendByBest(logits);
        if (extended.Length == 0)
        {
            FinishAll(running);
            return;
        }

        int written = extended[0].Length - 1;
        FinishAll(extended.Take(settings.Beams).Where(Ends));
        if (IsDecided(written))
        {
            return;
        }

        int[] open = [.. Enumerable.Range(0, extended.Length).Where(i => !Ends(extended[i])).Take(settings.Beams)];
        running = [.. open.Select(i => extended[i])];
        if (written == settings.MaxNewTokens)
        {
            FinishAll(running);
            return;
        }

        next.AddRange(open.Select(i => new Continuation(candidates.Best[i].Row, candidates.Best[i].Token)));
    }

    public IReadOnlyList<T5Hypothesis> Hypotheses() =>
        [.. finished.Take(settings.Returned).Select(hypothesis => hypothesis.Beam.ToHypothesis(hypothesis.Score, settings.EosTokenId))];

    private Beam[] ExtendByBest(LogitRows logits)
    {
        candidates.Clear();
        Span<double> normalizers = stackalloc double[running.Length];
        for (int row = 0; row < running.Length; row++)
        {
            // As in the reference library the rules see log-probabilities here, where greedy search shows them logits.
            normalizers[row] = logits.Normalizer(row);
            candidates.Show(row, rules.Score(running[row].Sequence(), logits[row], normalizers[row]), running[row].LogProbability);
        }

        var extended = new Beam[candidates.Best.Count];
        for (int i = 0; i < extended.Length; i++)
        {
            (int row, int token, double logProbability) = candidates.Best[i];
            extended[i] = new Beam(running[row], token, logits[row][token] - normalizers[row], logProbability);
        }

        return extended;
    }

    private bool Ends(Beam beam) => beam.Token == settings.EosTokenId;

    private void FinishAll(IEnumerable<Beam> hypotheses)
    {
        foreach (Beam beam in hypotheses)
        {
            double score = settings.Score(beam.LogProbability, Ends(beam) ? beam.Length - 1 : beam.Length);
            int place = finished.FindLastIndex(other => other.Score >= score) + 1;
            finished.Insert(place, new Finished(beam, score));
        }

        if (finished.Count > settings.Beams)
        {
            finished.RemoveRange(settings.Beams, finished.Count - settings.Beams);
        }
    }

    private bool IsDecided(int written)
    {
        if (finished.Count < settings.Beams || settings.Options.EarlyStopping == EarlyStopping.Immediate)
        {
            return finished.Count == settings.Beams;
        }

        // Log-probabilities are negative: where length is rewarded, the longest text allowed would score best.
        bool longestIsBest = settings.Options.EarlyStopping == EarlyStopping.Never && settings.Options.LengthPenalty > 0;
        double attainable = settings.Score(candidates.Best[0].LogProbability, longestIsBest ? settings.MaxNewTokens + 1 : written);
        return attainable <= finished[^1].Score;
    }

    private readonly record struct Finished(Beam Beam, double Score);
}
