namespace KPDD.T5.Tests.Generation;

/// <summary>
/// A second, slow implementation of beam search to judge the real one by: it sorts every continuation of every beam,
/// computes the rules from their definition, and keeps each hypothesis as a plain list.
/// </summary>
internal sealed class NaiveBeamSearch(GenerationOptions options, int vocabulary, Func<int[], float[]> logitsAfter)
{
    private const int Eos = 1;

    private int Beams => options.NumBeams!.Value;

    private int Limit => options.MaxNewTokens!.Value;

    /// <summary>Texts (without start and end) and scores, best first.</summary>
    public List<(int[] Text, double Score)> Run()
    {
        List<(int[] Sequence, double Sum)> running = [([0], 0)];
        List<(int[] Text, double Score)> finished = [];
        for (int step = 1; step <= Limit; step++)
        {
            var best = running
                .SelectMany(beam => Enumerable.Range(0, vocabulary).Select(token => (beam.Sequence, Token: token, Sum: beam.Sum + Rated(beam.Sequence)[token])))
                .Where(candidate => !double.IsNegativeInfinity(candidate.Sum))
                .OrderByDescending(candidate => candidate.Sum)
                .Take(2 * Beams)
                .ToList();
            finished.AddRange(best.Take(Beams).Where(c => c.Token == Eos).Select(c => (c.Sequence[1..], c.Sum / Math.Pow(step, options.LengthPenalty))));
            finished = [.. finished.OrderByDescending(hypothesis => hypothesis.Score).Take(Beams)];
            running = [.. best.Where(c => c.Token != Eos).Take(Beams).Select(c => ((int[])[.. c.Sequence, c.Token], c.Sum))];
            if (best.Count == 0 || Stops(finished, best[0].Sum, step))
            {
                return finished;
            }
        }

        finished.AddRange(running.Select(beam => (beam.Sequence[1..], beam.Sum / Math.Pow(Limit + 1, options.LengthPenalty))));
        return [.. finished.OrderByDescending(hypothesis => hypothesis.Score).Take(Beams)];
    }

    private bool Stops(List<(int[] Text, double Score)> finished, double bestSum, int step)
    {
        double length = options.EarlyStopping == EarlyStopping.Never && options.LengthPenalty > 0 ? Limit + 1 : step;
        return finished.Count == Beams
            && (options.EarlyStopping == EarlyStopping.Immediate || finished[^1].Score >= bestSum / Math.Pow(length, options.LengthPenalty));
    }

    private double[] Rated(int[] sequence)
    {
        float[] logits = logitsAfter(sequence);
        double normalizer = Math.Log(logits.Sum(logit => Math.Exp(logit)));
        double[] rated = [.. logits.Select(logit => logit - normalizer)];
        foreach (int token in sequence.Distinct())
        {
            rated[token] *= options.RepetitionPenalty;
        }

        for (int token = 0; token < vocabulary; token++)
        {
            bool repeats = options.NoRepeatNGramSize > 0 && HoldsTwice([.. sequence, token], options.NoRepeatNGramSize);
            bool tooEarly = token == Eos && sequence.Length <= options.MinNewTokens;
            rated[token] = repeats || tooEarly ? double.NegativeInfinity : rated[token];
        }

        return rated;
    }

    /// <summary>Whether the last run of the given size stands somewhere before, too.</summary>
    private static bool HoldsTwice(int[] sequence, int size)
    {
        string[] runs = [.. Enumerable.Range(0, Math.Max(0, sequence.Length - size + 1)).Select(start => string.Join(' ', sequence.Skip(start).Take(size)))];
        return runs.Length > 0 && runs[..^1].Contains(runs[^1]);
    }
}
