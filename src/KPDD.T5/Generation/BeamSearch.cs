namespace KPDD.T5.Generation;

/// <summary>Beam search with the rules of the reference library's <c>generate</c>.</summary>
/// <remarks>
/// Each step weighs the best 2B continuations of B beams. Those among the first B that end are finished; the best B that do not end go on.
/// The search stops when B hypotheses are finished and, without early stopping, none of the step's candidates would beat the worst of them;
/// or at the token limit, where what still runs is finished as it stands.
/// </remarks>
internal sealed class BeamSearch : ISearch
{
    private readonly GenerationSettings settings;
    private readonly TopCandidates candidates;
    private readonly List<Finished> finished = [];
    private List<Beam> running = [new Beam(null, 0, 0)];
    private int length;

    public BeamSearch(GenerationSettings settings)
    {
        this.settings = settings;
        candidates = new TopCandidates(2 * settings.Beams);
    }

    public void Advance(LogitRows logits, List<Continuation> next)
    {
        candidates.Clear();
        for (int row = 0; row < running.Count; row++)
        {
            candidates.Show(row, logits[row][..settings.VocabularyLimit], running[row].LogProbability - logits.Normalizer(row));
        }

        length++;
        FinishAll(candidates.Best.Take(settings.Beams).Where(Ends), length);
        Candidate[] open = [.. candidates.Best.Where(candidate => !Ends(candidate)).Take(settings.Beams)];
        if (IsDecided())
        {
            return;
        }

        if (length == settings.MaxNewTokens)
        {
            FinishAll(open, length + 1);
            return;
        }

        running = [.. open.Select(Extend)];
        next.AddRange(open.Select(candidate => new Continuation(candidate.Row, candidate.Token)));
    }

    public IReadOnlyList<T5Hypothesis> Hypotheses() => [.. finished.Take(settings.Returned).Select(ToHypothesis)];

    private bool Ends(Candidate candidate) => candidate.Token == settings.EosTokenId;

    private void FinishAll(IEnumerable<Candidate> hypotheses, int scoredLength)
    {
        foreach (Candidate candidate in hypotheses)
        {
            double score = settings.Score(candidate.LogProbability, scoredLength);
            int place = finished.FindLastIndex(other => other.Score >= score) + 1;
            finished.Insert(place, new Finished(Extend(candidate), score));
        }

        if (finished.Count > settings.Beams)
        {
            finished.RemoveRange(settings.Beams, finished.Count - settings.Beams);
        }
    }

    private bool IsDecided() =>
        finished.Count == settings.Beams
        && (settings.Options.EarlyStopping
            || settings.Score(candidates.Best[0].LogProbability, length) <= finished[^1].Score);

    private Beam Extend(Candidate candidate) => new(running[candidate.Row], candidate.Token, candidate.LogProbability);

    private T5Hypothesis ToHypothesis(Finished hypothesis)
    {
        var ids = new List<int>();
        for (Beam beam = hypothesis.Beam; beam.Previous is not null; beam = beam.Previous)
        {
            ids.Add(beam.Token);
        }

        ids.Reverse();
        bool ended = ids[^1] == settings.EosTokenId;
        return new T5Hypothesis([.. ended ? ids[..^1] : ids], hypothesis.Score, !ended);
    }

    private sealed record Beam(Beam? Previous, int Token, double LogProbability);

    private readonly record struct Finished(Beam Beam, double Score);
}
