namespace KPDD.Core.Tests;

public class DatasetFormatsTests
{
    [Theory]
    [InlineData("gsm8k", DatasetFormat.Gsm8k)]
    [InlineData("svamp", DatasetFormat.Svamp)]
    [InlineData("asdiv", DatasetFormat.Asdiv)]
    [InlineData("multiarith", DatasetFormat.MultiArith)]
    [InlineData("addsub", DatasetFormat.AddSub)]
    [InlineData("singleeq", DatasetFormat.SingleEq)]
    [InlineData("MAWPS-CSV", DatasetFormat.MawpsCsv)]
    public void Parse_KnownName_GivesTheFormat(string name, DatasetFormat format)
    {
        Assert.Equal(format, DatasetFormats.Parse(name));
        Assert.Equal(name.ToLowerInvariant(), DatasetFormats.GetName(format));
    }

    [Fact]
    public void Parse_UnknownName_ListsTheKnownOnes()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => DatasetFormats.Parse("csv"));

        Assert.All(DatasetFormats.Names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_EveryFormat_IsNamed() => Assert.Equal(Enum.GetValues<DatasetFormat>().Length, DatasetFormats.Names.Count);
}
