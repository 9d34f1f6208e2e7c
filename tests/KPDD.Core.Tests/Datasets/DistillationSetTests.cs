namespace KPDD.Core.Tests;

public class DistillationSetTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n  \n")]
    public void Read_NoExample_NamesTheFile(string content)
    {
        using var file = new TemporaryFile("set.jsonl", content);

        KpddException error = Assert.Throws<KpddException>(() => DistillationSet.Read(file.FullName));

        Assert.Contains("set.jsonl", error.Message, StringComparison.Ordinal);
        Assert.Contains("no example", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BlankLines_ArePassedOver()
    {
        using var file = new TemporaryFile("set.jsonl", "\n{\"id\":\"a\",\"question\":\"b?\"}\n\n");

        Assert.Equal("a", Assert.Single(DistillationSet.Read(file.FullName)).Problem.Id);
    }
}
