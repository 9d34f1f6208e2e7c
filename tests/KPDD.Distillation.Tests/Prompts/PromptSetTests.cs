namespace KPDD.Distillation.Tests.Prompts;

public class PromptSetTests
{
    private const string OneDemonstration =
        """[{ "question": "Q 1 + 1?", "answer": "2", "coreQuestion": "What is it?", "information": ["1 and 1"], "chainOfThought": "1 + 1 = 2. The answer is 2." }]""";

    [Fact]
    public void Version_EditedDemonstration_Changes()
    {
        PromptSet original = PromptSet.Default;
        Demonstration edited = original.Demonstrations[0] with { Question = original.Demonstrations[0].Question + " " };

        var other = new PromptSet(original.Instructions, [edited, .. original.Demonstrations.Skip(1)]);

        Assert.StartsWith(original.Instructions.Version + "-", original.Version, StringComparison.Ordinal);
        Assert.NotEqual(original.Version, other.Version);
        Assert.Equal(original.Version, new PromptSet(original.Instructions, original.Demonstrations).Version);
    }

    [Fact]
    public void Load_OwnDemonstrations_ReplacesTheBuiltInOnes()
    {
        using var folder = new TemporaryFolder();

        PromptSet prompts = PromptSet.Load(demonstrationsPath: folder.Write("shown.json", OneDemonstration));

        Assert.Equal("Q 1 + 1?", Assert.Single(prompts.Demonstrations).Question);
        Assert.Equal(PromptSet.Default.Instructions, prompts.Instructions);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""[{ "question": "Q?", "answer": "2", "information": ["x"] }]""")]
    [InlineData("""[{ "question": "Q?", "answer": "2", "coreQuestion": "C?", "information": [] }]""")]
    [InlineData("""[{ "question": "Q?", "answer": "2", "coreQuestion": "C?", "information": ["x"], "chainOfThougt": "a slip" }]""")]
    [InlineData("null")]
    public void Load_BrokenDemonstrations_NamesTheFile(string text)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("shown.json", text);

        KpddException exception = Assert.Throws<KpddException>(() => PromptSet.Load(demonstrationsPath: path));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingFile_NamesIt() =>
        Assert.Contains("no-such-file", Assert.Throws<KpddException>(() => PromptSet.Load("no-such-file.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_OneCallInstructionWithoutMark_Throws() =>
        Assert.Throws<ArgumentException>(() => new PromptSet(PromptSet.Default.Instructions with { OneCallJson = "Answer." }, []));

    [Fact]
    public void Validate_DemonstrationsOfTheOtherKind_Throws()
    {
        using var folder = new TemporaryFolder();
        PromptSet chainsOnly = PromptSet.Load(demonstrationsPath: folder.Write("shown.json", OneDemonstration));

        Assert.Throws<ArgumentException>(() => new KeyPointTeacherOptions { Prompts = chainsOnly, Kind = RationaleKind.ProgramOfThought }.Validate());
        new KeyPointTeacherOptions { Prompts = chainsOnly, Kind = RationaleKind.ChainOfThought }.Validate();
    }
}
