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
}
