namespace KPDD.T5.Tests.Generation;

/// <summary>Beam search and the rules on it, judged by <see cref="NaiveBeamSearch"/> over random models of a few tokens.</summary>
public class BeamSearchOracleTests
{
    private const int Vocabulary = 6;
    private const int Models = 40;

    public static TheoryData<int, int, double, EarlyStopping> Searches
    {
        get
        {
            var searches = new TheoryData<int, int, double, EarlyStopping>();
            foreach (EarlyStopping stopping in Enum.GetValues<EarlyStopping>())
            {
                foreach (double lengthPenalty in (double[])[-1, 0, 0.6, 1, 2])
                {
                    searches.Add(2, 9, lengthPenalty, stopping);
                    searches.Add(3, 6, lengthPenalty, stopping);
                }
            }

            return searches;
        }
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void Generate_AnyLengthPenaltyAndStopping_AsTheNaiveSearch(int beams, int limit, double lengthPenalty, EarlyStopping stopping)
    {
        var options = new GenerationOptions
        {
            NumBeams = beams, NumReturnSequences = beams, MaxNewTokens = limit, LengthPenalty = lengthPenalty, EarlyStopping = stopping,
        };

        AssertEqualForManyModels(options);
    }

    [Theory]
    [InlineData(1.5, 0, 0)]
    [InlineData(0.7, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(1, 3, 0)]
    [InlineData(1, 0, 4)]
    [InlineData(1.3, 2, 3)]
    public void Generate_AnyRule_AsTheNaiveSearch(double repetitionPenalty, int noRepeat, int minimum)
    {
        var options = new GenerationOptions
        {
            NumBeams = 2, NumReturnSequences = 2, MaxNewTokens = 7, RepetitionPenalty = repetitionPenalty, NoRepeatNGramSize = noRepeat, MinNewTokens = minimum,
        };

        AssertEqualForManyModels(options);
    }

    [Fact]
    public void Generate_MoreBeamsThanTexts_EveryTextInOrderOfItsScore()
    {
        // Four tokens, three steps: 13 texts that end, 27 that are cut; 64 beams drop none of them.
        var options = new GenerationOptions { NumBeams = 64, NumReturnSequences = 64, MaxNewTokens = 3, RepetitionPenalty = 1.2 };

        IReadOnlyList<T5Hypothesis> found = Generate(options, vocabulary: 4, seed: 3);

        Assert.Equal(40, found.Count);
        AssertEqual(new NaiveBeamSearch(options, 4, sequence => RandomLogits(4, 3, sequence)).Run(), found);
    }

    [Fact]
    public void Generate_StoppingRules_GiveDifferentTextsForSomeModel()
    {
        // Guards the comparisons above: models for which the rule matters are among them.
        string[] texts = [.. Enum.GetValues<EarlyStopping>().Select(stopping => string.Join(" | ", Enumerable.Range(0, Models).Select(seed =>
        {
            var options = new GenerationOptions { NumBeams = 2, MaxNewTokens = 9, LengthPenalty = 2, EarlyStopping = stopping };
            return string.Join(' ', Generate(options, Vocabulary, seed)[0].Ids);
        })))];

        Assert.Equal(3, texts.Distinct().Count());
    }

    private static void AssertEqualForManyModels(GenerationOptions options)
    {
        for (int seed = 0; seed < Models; seed++)
        {
            int model = seed;
            var naive = new NaiveBeamSearch(options, Vocabulary, sequence => RandomLogits(Vocabulary, model, sequence));

            AssertEqual(naive.Run(), Generate(options, Vocabulary, seed));
        }
    }

    private static IReadOnlyList<T5Hypothesis> Generate(GenerationOptions options, int vocabulary, int seed)
    {
        using var engine = new ScriptedEngine(vocabulary, (_, fed) => RandomLogits(vocabulary, seed, fed));
        return T5Generator.Generate(engine, [[2]], options, vocabulary)[0];
    }

    private static void AssertEqual(List<(int[] Text, double Score)> expected, IReadOnlyList<T5Hypothesis> found)
    {
        Assert.Equal(expected.Select(hypothesis => hypothesis.Text), found.Select(hypothesis => hypothesis.Ids));
        Assert.All(expected.Zip(found), pair => Assert.Equal(1, pair.Second.Score / pair.First.Score, 1e-5));
    }

    /// <summary>Logits that depend on all tokens before; the end is likely enough that beams finish at different lengths.</summary>
    private static float[] RandomLogits(int vocabulary, int seed, int[] sequence)
    {
        var random = new Random(sequence.Aggregate(seed, (mixed, token) => unchecked((mixed * 31) + token)));
        return [.. Enumerable.Range(0, vocabulary).Select(token => (float)(random.NextDouble() * 4) + (token == 1 ? 0.7f : 0))];
    }
}
