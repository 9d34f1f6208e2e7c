namespace KPDD.T5.Tests.Generation;

public class TokenProbabilityTests
{
    private static readonly int[] Input = [7, 3, 1];

    [Theory]
    [InlineData(1, false, 1.0)]
    [InlineData(3, false, 1.0)]
    [InlineData(1, true, 1.0)]
    [InlineData(1, false, 1.4)]
    [InlineData(3, false, 1.4)]
    public void Generate_AnySearch_TokensCarryTheModelsOwnLogProbabilities(int beams, bool sample, double repetitionPenalty)
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        var options = new GenerationOptions
        {
            NumBeams = beams, NumReturnSequences = sample ? 4 : beams, Sample = sample, Temperature = 0.8, MaxNewTokens = 9, RepetitionPenalty = repetitionPenalty,
        };

        IReadOnlyList<T5Hypothesis> hypotheses = T5Generator.Generate(engine, [Input], options, 37)[0];

        Assert.All(hypotheses, hypothesis =>
        {
            int[] written = hypothesis.Truncated ? hypothesis.Ids : [.. hypothesis.Ids, engine.Config.EosTokenId];
            Assert.Equal(written.Length, hypothesis.TokenLogProbabilities.Count);
            Assert.All(
                TeacherForced(engine, written).Zip(hypothesis.TokenLogProbabilities),
                pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Generate_NoPenalty_ScoreIsTheirSumOverTheLength(int beams)
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        var options = new GenerationOptions { NumBeams = beams, MaxNewTokens = 9, LengthPenalty = 0.7 };

        T5Hypothesis hypothesis = T5Generator.Generate(engine, [Input], options, 37)[0][0];

        double length = hypothesis.Ids.Length + 1;
        Assert.Equal(hypothesis.TokenLogProbabilities.Sum() / Math.Pow(length, 0.7), hypothesis.Score, 1e-5);
    }

    private static IEnumerable<double> TeacherForced(CpuT5Engine engine, int[] written)
    {
        using IT5Session session = engine.Encode([Input]);
        float[] logits = new float[engine.Config.VocabSize];
        int previous = engine.Config.DecoderStartTokenId;
        foreach (int token in written)
        {
            session.DecodeNext([previous], logits);
            yield return logits[token] - Math.Log(logits.Sum(logit => Math.Exp(logit)));
            previous = token;
        }
    }
}
