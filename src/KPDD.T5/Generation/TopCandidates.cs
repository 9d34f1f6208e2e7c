namespace KPDD.T5.Generation;

/// <summary>A possible next token of a beam.</summary>
/// <param name="Row">The beam's row.</param>
/// <param name="Token">The token.</param>
/// <param name="LogProbability">Log-probability of the whole hypothesis with this token.</param>
internal readonly record struct Candidate(int Row, int Token, double LogProbability);

/// <summary>Keeps the best candidates that it is shown, best first; among equals the first shown wins.</summary>
internal sealed class TopCandidates(int capacity)
{
    private readonly List<Candidate> best = new(capacity + 1);

    public IReadOnlyList<Candidate> Best => best;

    public void Clear() => best.Clear();

    /// <summary>Shows the tokens of one beam; a token of negative infinity is no candidate.</summary>
    /// <param name="row">The beam's row.</param>
    /// <param name="scores">Log-probability of each token.</param>
    /// <param name="logProbability">Log-probability of the beam without the token.</param>
    public void Show(int row, ReadOnlySpan<float> scores, double logProbability)
    {
        for (int token = 0; token < scores.Length; token++)
        {
            double value = scores[token] + logProbability;
            if (value > (best.Count < capacity ? double.NegativeInfinity : best[^1].LogProbability))
            {
                Insert(new Candidate(row, token, value));
            }
        }
    }

    private void Insert(Candidate candidate)
    {
        int place = best.Count;
        while (place > 0 && best[place - 1].LogProbability < candidate.LogProbability)
        {
            place--;
        }

        best.Insert(place, candidate);
        if (best.Count > capacity)
        {
            best.RemoveAt(capacity);
        }
    }
}
