namespace KPDD.T5.Tests.Generation;

public class T5GeneratorTests
{
    // Counts down from the input's first id to 2, then ends; the ids from 10 on are always likelier still.
    private static ScriptedEngine CountDown() => new(12, (input, fed) =>
    {
        float[] logits = new float[12];
        int next = fed.Length == 1 ? input[0] : fed[^1] - 1;
        logits[Math.Max(next, 1)] = 5;
        logits[10] = logits[11] = 9;
        return logits;
    });

    [Fact]
    public void Generate_RowsOfDifferentLength_InputOrderAndFinishedRowsDropped()
    {
        using ScriptedEngine engine = CountDown();

        IReadOnlyList<IReadOnlyList<T5Hypothesis>> results = T5Generator.Generate(
            engine, [[3], [5, 5, 5], [2, 2]], new GenerationOptions(), vocabularyLimit: 10);

        Assert.Equal([[3, 2], [5, 4, 3, 2], [2]], results.Select(row => row[0].Ids));
        Assert.All(results, row => Assert.False(row[0].Truncated));
        Assert.Equal([3, 3, 2, 1, 1], engine.RowsOfSteps);
    }

    [Fact]
    public void Generate_BatchSize_LimitsRowsOfASession()
    {
        using ScriptedEngine engine = CountDown();

        T5Generator.Generate(engine, [[2], [2], [2]], new GenerationOptions { BatchSize = 2 }, 10);

        Assert.Equal([2, 2, 1, 1], engine.RowsOfSteps);
    }

    [Fact]
    public void Generate_TokenLimit_Truncated()
    {
        using ScriptedEngine engine = CountDown();

        T5Hypothesis hypothesis = T5Generator.Generate(engine, [[9]], new GenerationOptions { MaxNewTokens = 3 }, 10)[0][0];

        Assert.Equal([9, 8, 7], hypothesis.Ids);
        Assert.True(hypothesis.Truncated);
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, null)]
    public void Generate_VocabularyLimit_NoIdBeyond(bool sample, int? beams)
    {
        using ScriptedEngine engine = CountDown();
        var options = new GenerationOptions { Sample = sample, NumBeams = beams, NumReturnSequences = 4, MaxNewTokens = 8 };

        IReadOnlyList<T5Hypothesis> hypotheses = T5Generator.Generate(engine, [[4]], options, 10)[0];

        Assert.Equal(4, hypotheses.Count);
        Assert.All(hypotheses.SelectMany(hypothesis => hypothesis.Ids), id => Assert.InRange(id, 0, 9));
    }

    [Fact]
    public void Generate_NoRows_Empty()
    {
        using ScriptedEngine engine = CountDown();

        Assert.Empty(T5Generator.Generate(engine, [], new GenerationOptions(), 10));
    }

    [Fact]
    public void Generate_CancelledInTheThirdStep_StopsThere()
    {
        using ScriptedEngine engine = CountDown();
        using var source = new CancellationTokenSource();
        engine.OnStep = () =>
        {
            if (engine.RowsOfSteps.Count == 2)
            {
                source.Cancel();
            }
        };

        Assert.Throws<OperationCanceledException>(() => T5Generator.Generate(engine, [[9]], new GenerationOptions(), 10, source.Token));
        Assert.Equal(3, engine.RowsOfSteps.Count);
    }

    [Fact]
    public void Generate_MoreHypothesesThanBeams_ArgumentException()
    {
        using ScriptedEngine engine = CountDown();
        var options = new GenerationOptions { NumBeams = 2, NumReturnSequences = 3 };

        Assert.Throws<ArgumentException>(() => T5Generator.Generate(engine, [[3]], options, 10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Generate_ModelGivesNotANumber_KpddException(int beams)
    {
        using var engine = new ScriptedEngine(4, (_, _) => [1, 2, float.NaN, 0]);

        Assert.Throws<KpddException>(() => T5Generator.Generate(engine, [[3]], new GenerationOptions { NumBeams = beams }, 4));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Generate_EveryTokenForbidden_StopsThereTruncated(int beams, bool sample)
    {
        // The start token is 0, no token may come twice, and the end may not come at all: 2 and 3 are left.
        using var engine = new ScriptedEngine(4, (_, _) => [1, 1, 2, 1]);
        var options = new GenerationOptions { NumBeams = beams, Sample = sample, NoRepeatNGramSize = 1, MinNewTokens = 6, MaxNewTokens = 6 };

        T5Hypothesis hypothesis = T5Generator.Generate(engine, [[3]], options, 4)[0][0];

        Assert.Equal([2, 3], hypothesis.Ids.Order());
        Assert.True(hypothesis.Truncated);
        Assert.Equal(2, hypothesis.TokenLogProbabilities.Count);
    }

    [Fact]
    public void Generate_MinimumAboveTheDefaultLimit_LimitRises()
    {
        using var engine = new ScriptedEngine(3, (_, _) => [0, 9, 1]);

        Assert.Equal(300, T5Generator.Generate(engine, [[2]], new GenerationOptions { MinNewTokens = 300 }, 3)[0][0].Ids.Length);
    }
}
