namespace KPDD.T5.Tests.Generation;

public class ReferenceGenerationTests
{
    public static TheoryData<string, int> Cases => ReferenceGeneration.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Generate_ReferenceCaseOnCpuEngine_SequencesAndScoresEqual(string fixture, int number)
    {
        using CpuT5Engine engine = CpuT5Engine.Load(T5Fixtures.Folder(fixture));

        ReferenceGeneration.Verify(engine, fixture, number);
    }
}
