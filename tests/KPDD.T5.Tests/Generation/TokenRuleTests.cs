using KPDD.T5.Generation;

namespace KPDD.T5.Tests.Generation;

public class TokenRuleTests
{
    private const float Forbidden = float.NegativeInfinity;

    [Fact]
    public void Apply_RepetitionPenalty_EachHeldTokenOnceTowardsUnlikely()
    {
        float[] scores = [4, 3, -2, 0, 8];

        new RepetitionPenaltyRule(2).Apply([0, 2, 4, 2, 2], scores);

        Assert.Equal([2, 3, -4, 0, 4], scores);
    }

    [Fact]
    public void Apply_RepetitionPenaltyBelowOne_HeldTokensLikelier()
    {
        float[] scores = [1, -1];

        new RepetitionPenaltyRule(0.5f).Apply([0, 1], scores);

        Assert.Equal([2, -0.5f], scores);
    }

    [Theory]
    [InlineData(1, new[] { 0, 3, 2 }, new[] { 0, 2, 3 })]
    [InlineData(2, new[] { 0, 3, 2, 3 }, new[] { 2 })]
    [InlineData(2, new[] { 0, 3, 0 }, new[] { 3 })]
    [InlineData(2, new[] { 0, 3, 2, 3, 4, 3 }, new[] { 2, 4 })]
    [InlineData(3, new[] { 2, 3, 4, 2, 3 }, new[] { 4 })]
    [InlineData(3, new[] { 0, 2, 3 }, new int[0])]
    [InlineData(3, new[] { 0, 2 }, new int[0])]
    [InlineData(3, new[] { 0 }, new int[0])]
    public void Apply_NoRepeatNGram_ForbidsWhatWouldCloseASecondRun(int size, int[] sequence, int[] forbidden)
    {
        float[] scores = new float[5];

        new NoRepeatNGramRule(size).Apply(sequence, scores);

        Assert.Equal(forbidden, Enumerable.Range(0, 5).Where(token => float.IsNegativeInfinity(scores[token])));
    }

    [Theory]
    [InlineData(new[] { 0 }, Forbidden)]
    [InlineData(new[] { 0, 2 }, Forbidden)]
    [InlineData(new[] { 0, 2, 3 }, 1f)]
    public void Apply_MinNewTokens_EndForbiddenUntilEnoughAreWritten(int[] sequence, float expected)
    {
        float[] scores = [5, 1, 5];

        new MinNewTokensRule(2, eosTokenId: 1).Apply(sequence, scores);

        Assert.Equal([5, expected, 5], scores);
    }

    [Fact]
    public void Apply_SequenceHoldsIdsBeyondTheScores_Ignored()
    {
        float[] scores = [1, 1];

        new RepetitionPenaltyRule(2).Apply([7, 1], scores);
        new NoRepeatNGramRule(1).Apply([7], scores);
        new MinNewTokensRule(1, eosTokenId: 7).Apply([0], scores);

        Assert.Equal([1, 0.5f], scores);
    }

    [Fact]
    public void Score_AllRules_PenaltyThenBans()
    {
        var options = new GenerationOptions { RepetitionPenalty = 2, NoRepeatNGramSize = 2, MinNewTokens = 9, MaxNewTokens = 9 };
        var rules = new TokenRules(new GenerationSettings(options, new T5Config { VocabSize = 6 }, vocabularyLimit: 5));

        float[] scores = rules.Score([0, 3, 2, 3], [4, 4, 4, 4, 4, 9], normalizer: 1).ToArray();

        Assert.Equal([1.5f, Forbidden, Forbidden, 1.5f, 3], scores);
    }
}
