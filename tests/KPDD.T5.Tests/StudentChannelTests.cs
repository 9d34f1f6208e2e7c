using KPDD.T5.Tests.Generation;
using KPDD.T5.Tests.Tokenization;

namespace KPDD.T5.Tests;

/// <summary>Folders whose kpdd.json names a channel student, here one of another vocabulary.</summary>
public sealed class StudentChannelTests : IDisposable
{
    private static readonly PromptedText[] Texts = [new("v1 = number0 - number1", "joan found number0 shells ."), new("v1 = number0", "how many ?")];

    private static readonly StudentDescription Channel = new() { Stage = DistillationStage.Channel };

    private readonly TemporaryFolder folder = new();
    private readonly List<ScriptedEngine> engines = [];

    public StudentChannelTests()
    {
        RandomModel.WriteFolder(folder.File("solve"), Config(TokenizerFixtures.Student), seed: 1);
        RandomModel.WriteFolder(folder.File("channel"), Config(TokenizerFixtures.T5), seed: 2, "t5");
        Describe("solve", new StudentDescription { Channel = new StudentChannel("../channel") });
        Describe("channel", Channel);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task LoadAsync_Channel_ScoresAsItsFolderOpenedAlone()
    {
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.File("solve"));
        using T5TextGenerator alone = await T5TextGenerator.LoadAsync(folder.File("channel"));

        Assert.NotNull(student.ChannelModel);
        Assert.Equal(await alone.ScoreAsync(Texts), await student.ChannelModel.ScoreAsync(Texts));
        Assert.NotEqual(await student.ScoreAsync(Texts), await student.ChannelModel.ScoreAsync(Texts));
        Assert.Null(alone.ChannelModel);
    }

    [Fact]
    public async Task LoadAsync_Channel_StudentWritesAsWithout()
    {
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.File("solve"));
        Describe("solve", new StudentDescription());
        using T5TextGenerator without = await T5TextGenerator.LoadAsync(folder.File("solve"));

        Assert.Null(without.ChannelModel);
        Assert.Equal(await WriteAsync(without), await WriteAsync(student));
    }

    [Fact]
    public async Task LoadAsync_MembersAndChannel_ChannelOfTheWholeStudent()
    {
        Describe("solve", new StudentDescription { Channel = new StudentChannel("../channel"), Members = [new StudentMember("."), new StudentMember("../second")] });
        RandomModel.WriteFolder(folder.File("second"), Config(TokenizerFixtures.Student), seed: 3);
        Describe("second", new StudentDescription { Channel = new StudentChannel("../absent") });

        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.File("solve"));

        Assert.NotNull(student.ChannelModel);
    }

    [Fact]
    public async Task LoadAsync_MissingFolder_NamesDescriptionFolderAndRemedy()
    {
        Directory.Delete(folder.File("channel"), recursive: true);

        await AssertRefusedAsync("'../channel'", folder.File("channel"), "take the channel out");
    }

    [Theory]
    [InlineData(DistillationStage.Solve, RationaleKind.ProgramOfThought, StudentTextFormats.PlainName)]
    [InlineData(DistillationStage.Channel, RationaleKind.ChainOfThought, StudentTextFormats.PlainName)]
    [InlineData(DistillationStage.Channel, RationaleKind.ProgramOfThought, StudentTextFormats.MaskedName)]
    public async Task LoadAsync_OtherStageKindOrTextFormat_IsRefused(DistillationStage stage, RationaleKind kind, string textFormat)
    {
        Describe("channel", new StudentDescription { Stage = stage, RationaleKind = kind, TextFormat = textFormat });

        await AssertRefusedAsync("'../channel'", "stage, kind or text format");
    }

    [Fact]
    public async Task LoadAsync_ChannelWithoutDescription_IsRefused()
    {
        File.Delete(Path.Combine(folder.File("channel"), StudentDescriptionFile.FileName));

        await AssertRefusedAsync("'../channel'", "stage, kind or text format");
    }

    [Fact]
    public async Task LoadAsync_BrokenChannel_NamesItsFile()
    {
        string weights = Path.Combine(folder.File("channel"), "model.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..^9]);

        KpddException error = await Assert.ThrowsAsync<KpddException>(() => T5TextGenerator.LoadAsync(folder.File("solve")));

        Assert.Contains(weights, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.File("solve"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_Student_ChannelGoesToo()
    {
        T5TextGenerator student = Load(_ => Open());
        ITextScorer channel = student.ChannelModel!;
        Assert.Equal([false, false], engines.Select(engine => engine.IsDisposed));

        student.Dispose();

        Assert.Equal([true, true], engines.Select(engine => engine.IsDisposed));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => channel.ScoreAsync(Texts));
    }

    [Fact]
    public void Load_ChannelCannotBeOpened_StudentIsClosed()
    {
        Assert.Throws<InvalidOperationException>(() => Load(path =>
            path == folder.File("channel") ? throw new InvalidOperationException("no memory") : Open()));

        Assert.True(Assert.Single(engines).IsDisposed);
    }

    [Fact]
    public void Load_ChannelsVocabularyDoesNotFit_BothAreClosed()
    {
        KpddException error = Assert.Throws<KpddException>(() => Load(_ => Open(vocabulary: TokenizerFixtures.Student.VocabularySize)));

        Assert.Contains($"Model folder '{folder.File("channel")}'", error.Message, StringComparison.Ordinal);
        Assert.Equal([true, true], engines.Select(engine => engine.IsDisposed));
    }

    [Fact]
    public void Load_StudentDoesNotFitBesideAGoodChannel_BothAreClosed()
    {
        Assert.Throws<KpddException>(() => Load(path => path == folder.File("channel") ? Open() : Open(vocabulary: 10)));

        Assert.NotEmpty(engines);
        Assert.All(engines, engine => Assert.True(engine.IsDisposed));
    }

    [Fact]
    public void Load_CancelledBeforeTheChannel_StudentIsClosed()
    {
        using var source = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => Load(
            _ =>
            {
                source.Cancel();
                return Open();
            },
            source.Token));

        Assert.True(Assert.Single(engines).IsDisposed);
    }

    private static T5Config Config(T5Tokenizer tokenizer) => RandomModel.Config with { VocabSize = tokenizer.VocabularySize };

    private static async Task<IEnumerable<(string, double)>> WriteAsync(T5TextGenerator student) =>
        (await student.GenerateAsync(["number0 + number1"], new GenerationOptions { MaxNewTokens = 6 })).Select(text => (text.Text, text.Score));

    private void Describe(string name, StudentDescription description) => StudentDescriptionFile.Save(folder.File(name), description);

    private T5TextGenerator Load(Func<string, IT5Engine> open, CancellationToken cancellationToken = default) =>
        T5TextGenerator.Load(folder.File("solve"), open, cancellationToken);

    private ScriptedEngine Open() => Open(TokenizerFixtures.T5.VocabularySize);

    private ScriptedEngine Open(int vocabulary)
    {
        var engine = new ScriptedEngine(vocabulary, (_, _) => new float[vocabulary]);
        engines.Add(engine);
        return engine;
    }

    private async Task AssertRefusedAsync(params string[] mentions)
    {
        KpddException error = await Assert.ThrowsAsync<KpddException>(() => T5TextGenerator.LoadAsync(folder.File("solve")));

        Assert.Contains(Path.Combine(folder.File("solve"), StudentDescriptionFile.FileName), error.Message, StringComparison.Ordinal);
        Assert.All(mentions, mention => Assert.Contains(mention, error.Message, StringComparison.Ordinal));
    }
}
