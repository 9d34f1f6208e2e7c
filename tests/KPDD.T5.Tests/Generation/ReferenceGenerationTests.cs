using System.Text.Json;

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

    [Theory]
    [InlineData("penalty_alpha", "0.6")]
    [InlineData("num_beam_groups", "2")]
    [InlineData("early_stopping", "\"always\"")]
    public void From_ArgumentThatIsNotOffered_NotSupported(string name, string value)
    {
        var arguments = new Dictionary<string, JsonElement> { [name] = JsonDocument.Parse(value).RootElement };

        NotSupportedException error = Assert.Throws<NotSupportedException>(() => ReferenceOptions.From(arguments));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }
}
