using KPDD.T5;
using KPDD.T5.Tests;
using KPDD.T5.Tests.Generation;

namespace KPDD.Torch.Tests.Generation;

public class TorchGenerationTests
{
    public static TheoryData<string, int> Cases => ReferenceGeneration.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Generate_ReferenceCaseOnTorchEngine_SequencesAndScoresEqual(string fixture, int number)
    {
        using TorchT5Engine engine = TorchT5Engine.Load(T5Fixtures.Folder(fixture));

        ReferenceGeneration.Verify(engine, fixture, number);
    }

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void Generate_SampledWithTheSameSeed_SameTextsOnBothEngines(string fixture)
    {
        using TorchT5Engine torch = TorchT5Engine.Load(T5Fixtures.Folder(fixture));
        using CpuT5Engine cpu = CpuT5Engine.Load(T5Fixtures.Folder(fixture));
        int[][] rows = T5Expected.Load(fixture).Rows;
        var options = new GenerationOptions { Sample = true, Seed = 3, Temperature = 1.5, TopK = 20, TopP = 0.95, MaxNewTokens = 16, NumReturnSequences = 4 };

        Assert.Equal(Texts(cpu), Texts(torch));

        int[][] Texts(IT5Engine engine) =>
            [.. T5Generator.Generate(engine, rows, options, engine.Config.VocabSize).SelectMany(row => row).Select(text => text.Ids)];
    }
}
