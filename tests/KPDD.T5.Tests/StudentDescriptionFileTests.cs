namespace KPDD.T5.Tests;

public sealed class StudentDescriptionFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_NoFile_Default() => Assert.Same(StudentDescription.Default, StudentDescriptionFile.Load(folder.Path));

    [Fact]
    public void SaveLoad_EveryField_ComesBack()
    {
        var description = new StudentDescription
        {
            Stage = DistillationStage.KeyPoints,
            RationaleKind = RationaleKind.ChainOfThought,
            TextFormat = StudentTextFormats.MaskedName,
            KeyPointTemplate = "find: {question}",
            SolveTemplate = "solve: {question}",
            LosslessEncoding = true,
            MaxNewTokens = 99,
            NumBeams = 5,
            VoteWithoutKeyPoints = true,
        };

        StudentDescriptionFile.Save(folder.Path, description);

        Assert.Equal(description, StudentDescriptionFile.Load(folder.Path));
        Assert.Contains("\"stage\": \"keyPoints\"", File.ReadAllText(DescriptionFile), StringComparison.Ordinal);
    }

    [Fact]
    public void SaveLoad_Members_ComeBackAndAreLeftOutWhereThereAreNone()
    {
        StudentDescriptionFile.Save(folder.Path, new StudentDescription { Members = [new StudentMember(".", 2), new StudentMember("../second", 0.5)] });
        IReadOnlyList<StudentMember> members = StudentDescriptionFile.Load(folder.Path).Members!;
        File.WriteAllText(DescriptionFile, """{"members":[{"folder":"first"}]}""");
        StudentMember unweighted = Assert.Single(StudentDescriptionFile.Load(folder.Path).Members!);
        StudentDescriptionFile.Save(folder.Path, new StudentDescription());

        Assert.Equal([new StudentMember(".", 2), new StudentMember("../second", 0.5)], members);
        Assert.Equal(new StudentMember("first", 1), unweighted);
        Assert.DoesNotContain("members", File.ReadAllText(DescriptionFile), StringComparison.Ordinal);
    }

    [Fact]
    public void SaveLoad_Channel_ComesBackAndIsLeftOutWhereThereIsNone()
    {
        StudentDescriptionFile.Save(folder.Path, new StudentDescription { Channel = new StudentChannel("../channel", 0) });
        StudentChannel? channel = StudentDescriptionFile.Load(folder.Path).Channel;
        File.WriteAllText(DescriptionFile, """{"channel":{"folder":"../channel"}}""");
        StudentChannel? unweighted = StudentDescriptionFile.Load(folder.Path).Channel;
        StudentDescriptionFile.Save(folder.Path, new StudentDescription { Stage = DistillationStage.Channel });

        Assert.Equal(new StudentChannel("../channel", 0), channel);
        Assert.Equal(new StudentChannel("../channel", 0.3), unweighted);
        string written = File.ReadAllText(DescriptionFile);
        Assert.Contains("\"stage\": \"channel\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\"channel\":", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownAndMissingFields_IgnoredAndDefault()
    {
        File.WriteAllText(DescriptionFile, """{"stage":"keyPoints","later":{"x":[1]}}""");

        Assert.Equal(new StudentDescription { Stage = DistillationStage.KeyPoints }, StudentDescriptionFile.Load(folder.Path));
    }

    [Theory]
    [InlineData("""{"stage":"cooking"}""")]
    [InlineData("""{"stage":7}""")]
    [InlineData("""{"maxNewTokens":0}""")]
    [InlineData("""{"maxNewTokens":"many"}""")]
    [InlineData("""{"numBeams":65}""")]
    [InlineData("""{"version":2}""")]
    [InlineData("""{"textFormat":"braille"}""")]
    [InlineData("""{"textFormat":null}""")]
    [InlineData("""{"solveTemplate":"no place for it"}""")]
    [InlineData("""{"members":[]}""")]
    [InlineData("""{"members":[null]}""")]
    [InlineData("""{"members":[{}]}""")]
    [InlineData("""{"members":[{"folder":" "}]}""")]
    [InlineData("""{"members":[{"folder":"/first"}]}""")]
    [InlineData("""{"members":[{"folder":"first","weight":0}]}""")]
    [InlineData("""{"members":[{"folder":"first","weight":-1}]}""")]
    [InlineData("""{"members":[{"folder":"first","weight":1e999}]}""")]
    [InlineData("""{"members":"first"}""")]
    [InlineData("""{"channel":{}}""")]
    [InlineData("""{"channel":{"folder":" "}}""")]
    [InlineData("""{"channel":{"folder":"/channel"}}""")]
    [InlineData("""{"channel":{"folder":"channel","weight":-0.1}}""")]
    [InlineData("""{"channel":{"folder":"channel","weight":1e999}}""")]
    [InlineData("""{"channel":{"folder":"channel","weight":"NaN"}}""")]
    [InlineData("""{"channel":"channel"}""")]
    [InlineData("""{"stage":"keyPoints","channel":{"folder":"channel"}}""")]
    [InlineData("""{"stage":"channel","channel":{"folder":"channel"}}""")]
    [InlineData("""{"rationaleKind":"chainOfThought","channel":{"folder":"channel"}}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public void Load_BadValue_MessageNamesFile(string json)
    {
        File.WriteAllText(DescriptionFile, json);

        KpddException error = Assert.Throws<KpddException>(() => StudentDescriptionFile.Load(folder.Path));

        Assert.Contains(DescriptionFile, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_BadValue_ArgumentExceptionAndNoFile()
    {
        Assert.Throws<ArgumentException>(() => StudentDescriptionFile.Save(folder.Path, new StudentDescription { NumBeams = 0 }));
        Assert.False(File.Exists(DescriptionFile));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Save_BadChannelWeight_ArgumentExceptionAndNoFile(double weight)
    {
        var description = new StudentDescription { Channel = new StudentChannel("channel", weight) };

        ArgumentException error = Assert.Throws<ArgumentException>(() => StudentDescriptionFile.Save(folder.Path, description));

        Assert.Contains("channel.weight", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(DescriptionFile));
    }

    private string DescriptionFile => folder.File(StudentDescriptionFile.FileName);
}
