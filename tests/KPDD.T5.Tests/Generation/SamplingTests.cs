namespace KPDD.T5.Tests.Generation;

public class SamplingTests
{
    private static readonly double[] Probabilities = [0.05, 0, 0.5, 0.3, 0.15];

    [Fact]
    public void Generate_SameSeed_SameTextsInAnyBatch()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        int[][] input = [[7, 3, 1], [4, 1], [9, 8, 7, 1]];
        GenerationOptions Options(int batch, int seed) => new() { Sample = true, Seed = seed, MaxNewTokens = 12, NumReturnSequences = 3, BatchSize = batch };

        string together = Describe(T5Generator.Generate(engine, input, Options(3, 5), 37));

        Assert.Equal(together, Describe(T5Generator.Generate(engine, input, Options(1, 5), 37)));
        Assert.NotEqual(together, Describe(T5Generator.Generate(engine, input, Options(3, 6), 37)));
    }

    [Theory]
    [InlineData(1.0, 0, 1.0, new[] { 0.05, 0, 0.5, 0.3, 0.15 })]
    [InlineData(1.0, 2, 1.0, new[] { 0, 0, 0.625, 0.375, 0 })]
    [InlineData(1.0, 0, 0.75, new[] { 0, 0, 0.625, 0.375, 0 })]
    [InlineData(1.0, 3, 0.5, new[] { 0, 0, 1.0, 0, 0 })]
    [InlineData(0.5, 0, 1.0, new[] { 0.0068, 0, 0.6849, 0.2466, 0.0616 })]
    [InlineData(1e-30, 0, 1.0, new[] { 0, 0, 1.0, 0, 0 })]
    public void Generate_ManyDraws_FrequenciesFollowTheFilters(double temperature, int topK, double topP, double[] expected)
    {
        const int Draws = 4000;
        using var engine = new ScriptedEngine(5, (_, _) => [.. Probabilities.Select(p => p == 0 ? -1000f : (float)Math.Log(p))]);
        var options = new GenerationOptions
        {
            Sample = true, Temperature = temperature, TopK = topK, TopP = topP, MaxNewTokens = 1, NumReturnSequences = Draws, LengthPenalty = 0,
        };

        ILookup<int, T5Hypothesis> byToken = T5Generator.Generate(engine, [[2]], options, 5)[0].ToLookup(hypothesis => hypothesis.Ids[0]);

        for (int token = 0; token < expected.Length; token++)
        {
            double frequency = (double)byToken[token].Count() / Draws;
            Assert.True(expected[token] == 0 ? frequency == 0 : Math.Abs(frequency - expected[token]) < 0.03, $"token {token}: {frequency}");
            Assert.All(byToken[token], hypothesis => Assert.Equal(Math.Log(Probabilities[token]), hypothesis.Score, 1e-5));
        }
    }

    private static string Describe(IReadOnlyList<IReadOnlyList<T5Hypothesis>> results) =>
        string.Join(" | ", results.SelectMany(row => row).Select(hypothesis => string.Join(' ', hypothesis.Ids)));
}
