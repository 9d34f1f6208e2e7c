using KPDD.T5.Tests.Tokenization;

namespace KPDD.T5.Tests;

/// <summary>Folders whose kpdd.json names the models that write together.</summary>
public sealed class StudentMembersTests : IDisposable
{
    private static readonly string[] Prompts = ["number0 + number1", "v1 = number0 - number1 ; answer = v1"];

    private readonly TemporaryFolder folder = new();

    public StudentMembersTests()
    {
        WriteModel("first", seed: 1);
        WriteModel("second", seed: 2);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task LoadAsync_FolderOfMembers_WritesAsTheirWeightedEnsemble()
    {
        Describe("pair", new StudentMember("../first", 2), new StudentMember("../second"));

        Assert.Equal(
            await WriteAsync(new EnsembleT5Engine([Engine("first"), Engine("second")], [2, 1])),
            await WriteAsync("pair"));
        Assert.NotEqual(await WriteAsync("first"), await WriteAsync("pair"));
    }

    [Fact]
    public async Task LoadAsync_Dot_IsTheModelInTheFolderItself()
    {
        Describe("first", new StudentMember(".", 2), new StudentMember("../second", 1));

        Assert.Equal(await WriteAsync(new EnsembleT5Engine([Engine("first"), Engine("second")], [2, 1])), await WriteAsync("first"));
    }

    [Fact]
    public async Task LoadAsync_MemberWithMembers_CountsAsOne()
    {
        Describe("second", new StudentMember("."), new StudentMember("../first"));
        Describe("group", new StudentMember("../first"), new StudentMember("../second", 3));

        using var inner = new EnsembleT5Engine([Engine("second"), Engine("first")]);
        Assert.Equal(await WriteAsync(new EnsembleT5Engine([Engine("first"), inner], [1, 3])), await WriteAsync("group"));
    }

    [Fact]
    public async Task LoadAsync_MembersOfOtherWidth_WriteTogether()
    {
        WriteModel("wide", seed: 3, Config() with { ModelWidth = 20 });
        Describe("pair", new StudentMember("../first"), new StudentMember("../wide"));

        Assert.NotEmpty(await WriteAsync("pair"));
    }

    [Fact]
    public async Task LoadAsync_MissingMember_NamesDescriptionMemberAndRemedy()
    {
        Describe("pair", new StudentMember("../first"), new StudentMember("../third"));

        await AssertRefusedAsync("pair", "'../third'", folder.File("third"), "take the member out");
    }

    [Fact]
    public async Task LoadAsync_MembersOfDifferentVocabularies_NamesBoth()
    {
        File.Copy(TokenizerFixtures.PathOf("t5", "spiece.model"), Path.Combine(folder.File("second"), "spiece.model"), overwrite: true);
        Describe("pair", new StudentMember("../first"), new StudentMember("../second"));

        await AssertRefusedAsync("pair", "vocabular", Path.Combine(folder.File("first"), "spiece.model"), Path.Combine(folder.File("second"), "spiece.model"));
    }

    [Fact]
    public async Task LoadAsync_MembersOfDifferentEmbeddings_NamesBothSizes()
    {
        WriteModel("second", seed: 2, Config() with { VocabSize = Config().VocabSize + 8 });
        Describe("pair", new StudentMember("../first"), new StudentMember("../second"));

        await AssertRefusedAsync("pair", "vocab_size", $"{Config().VocabSize}", $"{Config().VocabSize + 8}");
    }

    [Fact]
    public async Task LoadAsync_MemberTrainedOnOtherText_IsRefused()
    {
        StudentDescriptionFile.Save(folder.File("second"), new StudentDescription { TextFormat = StudentTextFormats.MaskedName });
        Describe("pair", new StudentMember("../first"), new StudentMember("../second"));

        await AssertRefusedAsync("pair", "'../second'", "text format");
    }

    [Fact]
    public async Task LoadAsync_MembersInACircle_NamesTheWay()
    {
        Describe("first", new StudentMember("../second"));
        Describe("second", new StudentMember("../third"));
        Describe("third", new StudentMember("../first"));

        await AssertRefusedAsync("first", "circle", $"{folder.File("second")} -> {folder.File("third")} -> {folder.File("first")}");
    }

    [Fact]
    public async Task LoadAsync_BrokenMember_NamesItsFile()
    {
        string weights = Path.Combine(folder.File("second"), "model.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..^9]);
        Describe("pair", new StudentMember("../first"), new StudentMember("../second"));

        KpddException error = await Assert.ThrowsAsync<KpddException>(() => T5TextGenerator.LoadAsync(folder.File("pair")));

        Assert.Contains(weights, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsModelFolder_ConfigurationOrDescription_MakesOne()
    {
        Describe("pair", new StudentMember("../first"));

        Assert.True(T5TextGenerator.IsModelFolder(folder.File("first")));
        Assert.True(T5TextGenerator.IsModelFolder(folder.File("pair")));
        Assert.False(T5TextGenerator.IsModelFolder(folder.Path));
        Assert.False(T5TextGenerator.IsModelFolder(folder.File("absent")));
    }

    private static T5Config Config() => RandomModel.Config with { VocabSize = TokenizerFixtures.Student.VocabularySize + 3 };

    private CpuT5Engine Engine(string name) => CpuT5Engine.Load(folder.File(name));

    private void WriteModel(string name, int seed, T5Config? config = null) => RandomModel.WriteFolder(folder.File(name), config ?? Config(), seed);

    private void Describe(string name, params StudentMember[] members) =>
        StudentDescriptionFile.Save(folder.File(name), new StudentDescription { MaxNewTokens = 6, NumBeams = 3, Members = members });

    private async Task<(string, double)[]> WriteAsync(string name)
    {
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.File(name));
        return await WriteAsync(student);
    }

    private static async Task<(string, double)[]> WriteAsync(EnsembleT5Engine engine)
    {
        using var student = new T5TextGenerator(engine, TokenizerFixtures.Student, ownsEngine: true);
        return await WriteAsync(student);
    }

    private static async Task<(string, double)[]> WriteAsync(T5TextGenerator student) =>
        [.. (await student.GenerateAsync(Prompts, new GenerationOptions { MaxNewTokens = 6, NumBeams = 3 })).Select(text => (text.Text, text.Score))];

    private async Task AssertRefusedAsync(string name, params string[] mentions)
    {
        KpddException error = await Assert.ThrowsAsync<KpddException>(() => T5TextGenerator.LoadAsync(folder.File(name)));

        Assert.Contains(Path.Combine(folder.File(name), StudentDescriptionFile.FileName), error.Message, StringComparison.Ordinal);
        Assert.All(mentions, mention => Assert.Contains(mention, error.Message, StringComparison.Ordinal));
    }
}
