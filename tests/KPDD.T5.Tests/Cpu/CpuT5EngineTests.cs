namespace KPDD.T5.Tests.Cpu;

public class CpuT5EngineTests
{
    private static readonly int[] Short = [5, 1];
    private static readonly int[] Long = [.. Enumerable.Range(0, 60).Select(i => 2 + (i * 7 % 30)), 1];

    [Fact]
    public void DecodeNext_RowAloneAndAmongLongerRows_LogitsEqualBitForBit()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();

        Assert.Equal(Decode(engine, [Short], [0, 9, 4])[^1][0], Decode(engine, [Long, Short, Long, Long, Long, Short], [0, 9, 4])[^1][1]);
    }

    // Short texts share a chunk, long ones are cut into blocks of 64 tokens; heads begin where panels do, and within them.
    [Theory]
    [InlineData(32, 4, CpuWeightType.Float32, CpuActivationType.Mixed)]
    [InlineData(32, 4, CpuWeightType.Int8, CpuActivationType.Mixed)]
    [InlineData(12, 5, CpuWeightType.Float32, CpuActivationType.Mixed)]
    [InlineData(12, 5, CpuWeightType.Int8, CpuActivationType.Mixed)]
    [InlineData(17, 3, CpuWeightType.Int8, CpuActivationType.Int16)]
    [InlineData(17, 3, CpuWeightType.Int8, CpuActivationType.Int8)]
    public void CopyEncoderStates_TextAmongShortAndLongOnes_EqualsItAloneBitForBit(int headWidth, int heads, CpuWeightType type, CpuActivationType activations)
    {
        var config = new T5Config
        {
            VocabSize = 37, ModelWidth = 40, HeadWidth = headWidth, Heads = heads, FeedForwardWidth = 48, EncoderLayers = 2, DecoderLayers = 1, GatedFeedForward = true, UsesGelu = true,
        };
        int[][] texts = [.. new[] { 3, 64, 1, 20, 30, 14, 1, 2, 150, 65, 5, 9, 128, 72, 73 }.Select((length, text) => Enumerable.Range(text, length).Select(i => i * 7 % config.VocabSize).ToArray())];
        using var engine = new CpuT5Engine(
            config, RandomModel.CreateWeights(config).ToDictionary(tensor => tensor.Name), new CpuEngineOptions { WeightType = type, ActivationType = activations, Threads = 3 });
        using IT5Session together = engine.Encode(texts);
        float[][] states = [.. together.CopyEncoderStates().Chunk(150 * config.ModelWidth)];

        Assert.All(texts, (text, row) =>
        {
            using IT5Session alone = engine.Encode([text]);
            Assert.Equal(alone.CopyEncoderStates(), states[row][..(text.Length * config.ModelWidth)]);
        });
    }

    [Fact]
    public async Task Encode_ManySessionsAtOnce_EachGivesWhatItGivesAlone()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        float[] alone = Decode(engine, [Long], [0, 3, 8])[^1][0];

        float[][] together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Decode(engine, [Long], [0, 3, 8])[^1][0])));

        Assert.All(together, logits => Assert.Equal(alone, logits));
    }

    [Fact]
    public void SelectRows_ExpandReorderAndDrop_EachRowGoesOnFromItsSource()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        int vocabulary = engine.Config.VocabSize;
        using IT5Session session = engine.Encode([Short, Long]);
        session.DecodeNext([0, 0], new float[2 * vocabulary]);

        session.SelectRows([1, 1, 0]);
        session.DecodeNext([7, 8, 9], new float[3 * vocabulary]);
        session.SelectRows([2, 1]);
        float[] logits = new float[2 * vocabulary];
        session.DecodeNext([4, 4], logits);

        Assert.Equal(2, session.Rows);
        Assert.Equal(Decode(engine, [Short], [0, 9, 4])[^1][0], logits[..vocabulary]);
        Assert.Equal(Decode(engine, [Long], [0, 8, 4])[^1][0], logits[vocabulary..]);
    }

    [Fact]
    public void DecodeNext_LongInputAndOutput_StaysFinite()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        int[] input = [.. Enumerable.Range(0, 1500).Select(i => i % 37)];

        float[][][] steps = Decode(engine, [input], [.. Enumerable.Range(0, 300).Select(i => i % 37)]);

        Assert.All(steps, step => Assert.All(step[0], logit => Assert.True(float.IsFinite(logit))));
    }

    [Fact]
    public void Encode_BadRows_ArgumentException()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();

        Assert.Throws<ArgumentException>(() => engine.Encode([]));
        Assert.Throws<ArgumentException>(() => engine.Encode([Short, []]));
        Assert.Throws<ArgumentException>(() => engine.Encode([[37]]));
        Assert.Throws<ArgumentException>(() => engine.Encode([[-1]]));
    }

    [Fact]
    public void Session_BadArguments_ArgumentException()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();
        using IT5Session session = engine.Encode([Short]);

        Assert.Throws<ArgumentException>(() => session.DecodeNext([0, 0], new float[37]));
        Assert.Throws<ArgumentException>(() => session.DecodeNext([0], new float[36]));
        Assert.Throws<ArgumentException>(() => session.DecodeNext([37], new float[37]));
        Assert.Throws<ArgumentException>(() => session.SelectRows([]));
        Assert.Throws<ArgumentException>(() => session.SelectRows([1]));
    }

    [Fact]
    public void Encode_CancelledToken_OperationCanceledException()
    {
        using CpuT5Engine engine = RandomModel.CreateEngine();

        Assert.Throws<OperationCanceledException>(() => engine.Encode([Short], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Encode_DisposedEngine_ObjectDisposedException()
    {
        CpuT5Engine engine = RandomModel.CreateEngine();
        engine.Dispose();

        Assert.Throws<ObjectDisposedException>(() => engine.Encode([Short]));
    }

    [Theory]
    [InlineData(WeightType.Float16)]
    [InlineData(WeightType.BFloat16)]
    public void Load_NarrowWeights_AreWidened(WeightType type)
    {
        using var folder = new TemporaryFolder();
        WeightTensor[] narrow = [.. RandomModel.CreateWeights(RandomModel.Config)
            .Select(tensor => WeightTensor.FromFloat32(tensor.Name, tensor.Shape, tensor.ToFloat32(), type))];
        RandomModel.Config.Save(folder.File("config.json"));
        ModelWeights.Save(folder.Path, narrow);
        WeightTensor[] wide = [.. narrow.Select(tensor => WeightTensor.FromFloat32(tensor.Name, tensor.Shape, tensor.ToFloat32()))];

        using CpuT5Engine loaded = CpuT5Engine.Load(folder.Path);
        using var expected = new CpuT5Engine(RandomModel.Config, wide.ToDictionary(tensor => tensor.Name));

        Assert.Equal(Decode(expected, [Long], [0])[0][0], Decode(loaded, [Long], [0])[0][0]);
    }

    [Fact]
    public void Load_MisshapenTensor_MessageNamesFolderAndTensor()
    {
        using var folder = new TemporaryFolder();
        RandomModel.Config.Save(folder.File("config.json"));
        ModelWeights.Save(folder.Path, RandomModel.CreateWeights(RandomModel.Config with { VocabSize = 36 }));

        KpddException error = Assert.Throws<KpddException>(() => CpuT5Engine.Load(folder.Path));

        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("'shared.weight' has shape [36, 16], expected [37, 16]", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Logits by step and row.</summary>
    private static float[][][] Decode(CpuT5Engine engine, int[][] rows, int[] tokens)
    {
        using IT5Session session = engine.Encode(rows);
        float[] logits = new float[rows.Length * engine.Config.VocabSize];
        var steps = new List<float[][]>();
        foreach (int token in tokens)
        {
            session.DecodeNext([.. Enumerable.Repeat(token, rows.Length)], logits);
            steps.Add([.. logits.Chunk(engine.Config.VocabSize)]);
        }

        return [.. steps];
    }
}
