namespace KPDD.T5.Tests.Generation;

public class BeamSearchTests
{
    private static readonly int[][] Input = [[7, 3, 1]];

    [Fact]
    public void Generate_AsManyBeamsAsTexts_FindsTheLikeliestOfAllTexts()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine(RandomModel.Config with { VocabSize = 5 }, seed: 4);
        int[][] input = [[3, 2, 1]];
        (int[] Ids, double Score) best = AllTexts(5, 3).Select(ids => (ids, Score(engine, input, ids, 3))).MaxBy(text => text.Item2);

        T5Hypothesis found = T5Generator.Generate(
            engine, input, new GenerationOptions { NumBeams = 64, MaxNewTokens = 3, LengthPenalty = 0 }, 5)[0][0];

        Assert.Equal(best.Ids, found.Ids);
        Assert.Equal(best.Score, found.Score, 1e-4);
    }

    [Fact]
    public void Generate_SeveralHypotheses_DistinctAndBestFirst()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        var options = new GenerationOptions { NumBeams = 6, NumReturnSequences = 6, MaxNewTokens = 10 };

        IReadOnlyList<T5Hypothesis> hypotheses = T5Generator.Generate(engine, Input, options, 37)[0];

        Assert.Equal(6, hypotheses.Select(hypothesis => string.Join(' ', hypothesis.Ids)).Distinct().Count());
        Assert.Equal(hypotheses.Select(hypothesis => hypothesis.Score).OrderDescending(), hypotheses.Select(hypothesis => hypothesis.Score));
    }

    [Fact]
    public void Generate_PromptAloneAndInABatch_SameHypotheses()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        var options = new GenerationOptions { NumBeams = 3, NumReturnSequences = 3, MaxNewTokens = 12 };

        IReadOnlyList<T5Hypothesis> alone = T5Generator.Generate(engine, Input, options, 37)[0];
        IReadOnlyList<T5Hypothesis> among = T5Generator.Generate(engine, [[9, 9, 9, 9, 1], Input[0], [1]], options, 37)[1];

        Assert.Equal(alone.Select(hypothesis => hypothesis.Ids), among.Select(hypothesis => hypothesis.Ids));
        Assert.Equal(alone.Select(hypothesis => hypothesis.Score), among.Select(hypothesis => hypothesis.Score));
    }

    // Texts that end within the limit, and texts cut at the limit.
    private static IEnumerable<int[]> AllTexts(int vocabulary, int limit, int[]? start = null)
    {
        int[] ids = start ?? [];
        yield return ids;
        if (ids.Length < limit)
        {
            foreach (int[] text in Enumerable.Range(0, vocabulary).Where(id => id != 1).SelectMany(id => AllTexts(vocabulary, limit, [.. ids, id])))
            {
                yield return text;
            }
        }
    }

    private static double Score(CpuT5Engine engine, int[][] input, int[] ids, int limit)
    {
        int[] targets = ids.Length < limit ? [.. ids, 1] : ids;
        using IT5Session session = engine.Encode(input);
        float[] logits = new float[engine.Config.VocabSize];
        double sum = 0;
        int token = 0;
        foreach (int target in targets)
        {
            session.DecodeNext([token], logits);
            sum += logits[target] - Math.Log(logits.Sum(logit => Math.Exp(logit)));
            token = target;
        }

        return sum;
    }
}
