namespace KPDD.T5.Tests.Generation;

/// <summary>Scores of given texts: each token's log-probability after those before it.</summary>
public class TokenScoreTests
{
    private static readonly int[][] Inputs = [[7, 3, 1], [9, 9, 4, 2, 1], [1], [20, 8, 1]];

    private static readonly int[][] Texts = [[5, 1], [30, 2, 2, 17, 9, 1], [1], [12, 36, 1]];

    [Fact]
    public void Score_GreedyTexts_AsProbableAsTheyWereWritten()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        T5Hypothesis[] written = [.. T5Generator
            .Generate(engine, Inputs, new GenerationOptions { MaxNewTokens = 9 }, engine.Config.VocabSize)
            .Select(row => row[0])];

        IReadOnlyList<IReadOnlyList<double>> scores = T5Generator.Score(
            engine, Inputs, [.. written.Select(text => text.Truncated ? text.Ids : [.. text.Ids, engine.Config.EosTokenId])]);

        AssertClose(written.Select(text => text.TokenLogProbabilities), scores);
    }

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void Score_ReferenceLabels_MeanIsTheReferenceLoss(string fixture)
    {
        T5Expected expected = T5Expected.Load(fixture);
        using CpuT5Engine engine = CpuT5Engine.Load(T5Fixtures.Folder(fixture));

        IReadOnlyList<IReadOnlyList<double>> scores = T5Generator.Score(
            engine, expected.Rows, [.. expected.Labels.Select(labels => labels.TakeWhile(label => label >= 0).ToArray())]);

        Assert.Equal(expected.Loss, -scores.SelectMany(tokens => tokens).Average(), 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Score_AnyBatchSizeAndOrder_SameScores(int batchSize)
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        IReadOnlyList<IReadOnlyList<double>> together = T5Generator.Score(engine, Inputs, Texts);

        AssertClose(together, T5Generator.Score(engine, Inputs, Texts, batchSize));
        AssertClose(together.Reverse(), T5Generator.Score(engine, [.. Inputs.Reverse()], [.. Texts.Reverse()], batchSize));
    }

    [Fact]
    public void Score_BatchSize_LimitsRowsAndFinishedRowsAreDropped()
    {
        using ScriptedEngine engine = Flat();

        T5Generator.Score(engine, [[3], [3], [3]], [[2, 1], [1], [2, 2, 1]], batchSize: 2);

        Assert.Equal([2, 2, 1, 1], engine.RowsOfSteps);
    }

    [Fact]
    public void Score_NoTexts_Empty()
    {
        using ScriptedEngine engine = Flat();

        Assert.Empty(T5Generator.Score(engine, [], []));
    }

    [Fact]
    public void Score_TextsThatCannotBeRead_MessageSaysWhy()
    {
        using ScriptedEngine engine = Flat();

        Assert.Contains("1 texts for 2 prompts", Error([[1], [1]], [[1]]), StringComparison.Ordinal);
        Assert.Contains("Text 1 is empty", Error([[1], [1]], [[1], []]), StringComparison.Ordinal);
        Assert.Contains("Text 0 is empty", Error([[1]], [null!]), StringComparison.Ordinal);
        Assert.Contains("id 4 at position 1", Error([[1]], [[2, 4, 1]]), StringComparison.Ordinal);
        Assert.Contains("id -1 at position 0", Error([[1]], [[-1]]), StringComparison.Ordinal);
        Assert.Empty(engine.RowsOfSteps);

        string Error(int[][] inputIds, int[][] targetIds) =>
            Assert.Throws<ArgumentException>("targetIds", () => T5Generator.Score(engine, inputIds, targetIds)).Message;
    }

    [Fact]
    public void Score_Misuse_ArgumentException()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();

        Assert.Throws<ArgumentNullException>("engine", () => T5Generator.Score(null!, [], []));
        Assert.Throws<ArgumentNullException>("inputIds", () => T5Generator.Score(engine, null!, []));
        Assert.Throws<ArgumentNullException>("targetIds", () => T5Generator.Score(engine, [], null!));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => T5Generator.Score(engine, [[1]], [[1]], batchSize: 0));
        Assert.ThrowsAny<ArgumentException>(() => T5Generator.Score(engine, [[]], [[1]]));
        Assert.ThrowsAny<ArgumentException>(() => T5Generator.Score(engine, [[engine.Config.VocabSize]], [[1]]));
    }

    [Fact]
    public void Score_ModelGivesNotANumber_KpddException()
    {
        using var engine = new ScriptedEngine(4, (_, _) => [1, 2, float.NaN, 0]);

        Assert.Throws<KpddException>(() => T5Generator.Score(engine, [[3]], [[0, 1]]));
    }

    [Fact]
    public void Score_CancelledInTheThirdStep_StopsThere()
    {
        using ScriptedEngine engine = Flat();
        using var source = new CancellationTokenSource();
        engine.OnStep = () =>
        {
            if (engine.RowsOfSteps.Count == 2)
            {
                source.Cancel();
            }
        };

        Assert.Throws<OperationCanceledException>(() => T5Generator.Score(engine, [[3]], [[2, 2, 2, 2, 1]], cancellationToken: source.Token));
        Assert.Equal(3, engine.RowsOfSteps.Count);
    }

    private static ScriptedEngine Flat() => new(4, (_, _) => [1, 1, 1, 1]);

    private static void AssertClose(IEnumerable<IReadOnlyList<double>> expected, IReadOnlyList<IReadOnlyList<double>> actual)
    {
        Assert.Equal(expected.Select(tokens => tokens.Count), actual.Select(tokens => tokens.Count));
        Assert.All(
            expected.SelectMany(tokens => tokens).Zip(actual.SelectMany(tokens => tokens)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }
}
