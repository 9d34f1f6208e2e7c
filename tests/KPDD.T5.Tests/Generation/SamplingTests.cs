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

    [Fact]
    public void Generate_PromptAmongOthers_DrawsAsWhenAlone()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        var options = new GenerationOptions { Sample = true, Seed = 9, MaxNewTokens = 12, NumReturnSequences = 2 };

        string alone = Describe(T5Generator.Generate(engine, [[4, 1]], options, 37));
        IReadOnlyList<IReadOnlyList<T5Hypothesis>> among = T5Generator.Generate(engine, [[7, 3, 1], [9, 8, 7, 6, 1], [4, 1]], options, 37);

        Assert.Equal(alone, Describe([among[2]]));
    }

    [Fact]
    public void Generate_SamePromptTwice_DrawsDiffer()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        var options = new GenerationOptions { Sample = true, MaxNewTokens = 12 };

        IReadOnlyList<IReadOnlyList<T5Hypothesis>> results = T5Generator.Generate(engine, [[4, 1], [4, 1]], options, 37);

        Assert.NotEqual(results[0][0].Ids, results[1][0].Ids);
    }

    [Theory]
    [InlineData(1.0, 0, 1.0, new[] { 0.05, 0, 0.5, 0.3, 0.15 })]
    [InlineData(1.0, 2, 1.0, new[] { 0, 0, 0.625, 0.375, 0 })]
    [InlineData(1.0, 0, 0.75, new[] { 0, 0, 0.625, 0.375, 0 })]
    [InlineData(1.0, 3, 0.5, new[] { 0, 0, 1.0, 0, 0 })]
    [InlineData(1.0, 3, 0.9, new[] { 0, 0, 0.526316, 0.315789, 0.157895 })]
    [InlineData(0.5, 0, 1.0, new[] { 0.006849, 0, 0.684932, 0.246575, 0.061644 })]
    [InlineData(1e-30, 0, 1.0, new[] { 0, 0, 1.0, 0, 0 })]
    public void Generate_ManyDraws_FrequenciesFollowTheFilters(double temperature, int topK, double topP, double[] expected)
    {
        const int Draws = 4000;
        // Chance exceeds this with four degrees of freedom once in a thousand times; the seed is fixed.
        const double ChiSquareBound = 18.5;
        using var engine = new ScriptedEngine(5, (_, _) => [.. Probabilities.Select(p => p == 0 ? -1000f : (float)Math.Log(p))]);
        var options = new GenerationOptions
        {
            Sample = true, Temperature = temperature, TopK = topK, TopP = topP, MaxNewTokens = 1, NumReturnSequences = Draws, LengthPenalty = 0,
        };

        IReadOnlyList<T5Hypothesis> drawn = T5Generator.Generate(engine, [[2]], options, 5)[0];

        int[] counts = [.. Enumerable.Range(0, 5).Select(token => drawn.Count(hypothesis => hypothesis.Ids[0] == token))];
        Assert.Equal(Draws, counts.Sum());
        Assert.All(Enumerable.Range(0, 5).Where(token => expected[token] == 0), token => Assert.Equal(0, counts[token]));
        double chiSquare = Enumerable.Range(0, 5).Where(token => expected[token] > 0)
            .Sum(token => Math.Pow(counts[token] - (Draws * expected[token]), 2) / (Draws * expected[token]));
        Assert.InRange(chiSquare, 0, ChiSquareBound);
        Assert.All(drawn, hypothesis => Assert.Equal(Math.Log(Probabilities[hypothesis.Ids[0]]), hypothesis.Score, 1e-5));
    }

    [Fact]
    public void Generate_LongText_DrawsOfItsStepsAreIndependent()
    {
        using var engine = new ScriptedEngine(4, (_, _) => [0, -1000, 0, -1000]);
        var options = new GenerationOptions { Sample = true, MaxNewTokens = 4000 };

        int[] ids = T5Generator.Generate(engine, [[2]], options, 4)[0][0].Ids;

        // Of the pairs of neighbours each kind must be a quarter (within four standard deviations).
        foreach ((int first, int second) in (ReadOnlySpan<(int, int)>)[(0, 0), (0, 2), (2, 0), (2, 2)])
        {
            int pairs = ids.Zip(ids.Skip(1)).Count(pair => pair == (first, second));
            Assert.InRange(pairs, 1000 - 130, 1000 + 130);
        }
    }

    private static string Describe(IReadOnlyList<IReadOnlyList<T5Hypothesis>> results) =>
        string.Join(" | ", results.SelectMany(row => row).Select(hypothesis => string.Join(' ', hypothesis.Ids)));
}
