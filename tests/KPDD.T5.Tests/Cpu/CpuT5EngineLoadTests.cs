namespace KPDD.T5.Tests.Cpu;

public class CpuT5EngineLoadTests
{
    private static readonly int[] Input = [5, 9, 2, 30, 1];

    [Theory]
    [InlineData(CpuWeightType.Float32)]
    [InlineData(CpuWeightType.Int8)]
    public void Load_MappedFile_EqualsWeightsInMemory(CpuWeightType type)
    {
        using var folder = new TemporaryFolder();
        Save(folder, seed: 1);
        var options = new CpuEngineOptions { WeightType = type };
        using var expected = new CpuT5Engine(RandomModel.Config, RandomModel.CreateWeights(RandomModel.Config).ToDictionary(tensor => tensor.Name), options);

        using CpuT5Engine loaded = CpuT5Engine.Load(folder.Path, options);

        Assert.Equal(Logits(expected), Logits(loaded));
    }

    [Fact]
    public void Load_FileReplacedAfterwards_EngineKeepsItsWeights()
    {
        using var folder = new TemporaryFolder();
        Save(folder, seed: 1);
        using CpuT5Engine engine = CpuT5Engine.Load(folder.Path);
        float[] before = Logits(engine);

        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows does not replace a file that is mapped.");
        }

        Save(folder, seed: 2);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal(before, Logits(engine));
    }

    private static void Save(TemporaryFolder folder, int seed)
    {
        RandomModel.Config.Save(folder.File("config.json"));
        ModelWeights.Save(folder.Path, RandomModel.CreateWeights(RandomModel.Config, seed));
    }

    private static float[] Logits(CpuT5Engine engine)
    {
        using IT5Session session = engine.Encode([Input]);
        float[] logits = new float[engine.Config.VocabSize];
        session.DecodeNext([0], logits);
        return logits;
    }
}
