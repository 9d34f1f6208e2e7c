using KPDD.T5.Tests.Tokenization;

namespace KPDD.T5.Tests;

public sealed class T5TextGeneratorTests : IDisposable
{
    private static readonly string[] Prompts = ["number0 + number1", "", "v1 = number0 - number1 ; answer = v1"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task GenerateAsync_LoadedFolder_TextsOfTheGeneratorInPromptOrder()
    {
        WriteModel(new StudentDescription { MaxNewTokens = 5 });
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);
        T5Tokenizer tokenizer = TokenizerFixtures.Student;
        using CpuT5Engine engine = CpuT5Engine.Load(folder.Path);

        IReadOnlyList<GeneratedText> texts = await student.GenerateAsync(Prompts);

        IReadOnlyList<IReadOnlyList<T5Hypothesis>> expected = T5Generator.Generate(
            engine, [.. Prompts.Select(tokenizer.Encode)], new GenerationOptions { MaxNewTokens = 5 }, tokenizer.VocabularySize);
        Assert.Equal(expected.Select(row => tokenizer.Decode(row[0].Ids)), texts.Select(text => text.Text));
        Assert.Equal(expected.Select(row => row[0].Score), texts.Select(text => text.Score));
        Assert.Equal(expected.Select(row => row[0].Truncated), texts.Select(text => text.Truncated));
    }

    [Fact]
    public async Task GenerateAsync_SeveralHypotheses_BestIsTheText()
    {
        WriteModel(new StudentDescription { MaxNewTokens = 5, NumBeams = 4 });
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);

        GeneratedText text = (await student.GenerateAsync(["v1"], new GenerationOptions { NumReturnSequences = 3 }))[0];

        Assert.Equal(3, text.Hypotheses.Count);
        Assert.Equal((text.Text, text.Score), (text.Hypotheses[0].Text, text.Hypotheses[0].Score));
    }

    [Fact]
    public async Task GenerateAsync_VeryLongPrompt_ReadOnlyToTheLimit()
    {
        WriteModel(new StudentDescription { MaxNewTokens = 3 });
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);
        string words = string.Concat(Enumerable.Repeat("number0 ", 10_000));

        IReadOnlyList<GeneratedText> texts = await student.GenerateAsync([words, words + "number1"]);

        Assert.Equal(texts[0].Score, texts[1].Score);
    }

    [Fact]
    public async Task GenerateAsync_CallsAtOnce_SameAsOneByOne()
    {
        WriteModel(new StudentDescription { MaxNewTokens = 5 });
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);
        IReadOnlyList<GeneratedText> alone = await student.GenerateAsync(Prompts);

        IReadOnlyList<GeneratedText>[] together = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => student.GenerateAsync(Prompts)));

        Assert.All(together, texts => Assert.Equal(alone.Select(text => (text.Text, text.Score)), texts.Select(text => (text.Text, text.Score))));
    }

    [Fact]
    public async Task GenerateAsync_NoPrompts_Empty()
    {
        WriteModel();
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);

        Assert.Empty(await student.GenerateAsync([]));
    }

    [Fact]
    public async Task GenerateAsync_Misuse_ArgumentException()
    {
        WriteModel();
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);

        await Assert.ThrowsAsync<ArgumentNullException>(() => student.GenerateAsync(null!));
        await Assert.ThrowsAsync<ArgumentException>(() => student.GenerateAsync([null!]));
        await Assert.ThrowsAsync<ArgumentException>(() => student.GenerateAsync(["v1"], new GenerationOptions { BatchSize = 0 }));
        await Assert.ThrowsAsync<OperationCanceledException>(() => student.GenerateAsync(["v1"], null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task GenerateAsync_Disposed_ObjectDisposedException()
    {
        WriteModel();
        T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);
        student.Dispose();
        student.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => student.GenerateAsync(["v1"]));
    }

    [Fact]
    public async Task ScoreAsync_LoadedFolder_SumsOverTheTokensInTextOrder()
    {
        WriteModel();
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);
        T5Tokenizer tokenizer = TokenizerFixtures.Student;
        using CpuT5Engine engine = CpuT5Engine.Load(folder.Path);
        string[] texts = ["v1 = number0", "number0 + number1 number0 - number1", ""];

        IReadOnlyList<double> scores = await student.ScoreAsync([.. Prompts.Zip(texts, (prompt, text) => new PromptedText(prompt, text))]);

        IReadOnlyList<IReadOnlyList<double>> expected = T5Generator.Score(
            engine, [.. Prompts.Select(tokenizer.Encode)], [.. texts.Select(tokenizer.Encode)]);
        Assert.Equal(expected.Select(tokens => tokens.Sum()), scores);
        Assert.Equal(3, scores.Distinct().Count());
    }

    [Fact]
    public async Task ScoreAsync_VeryLongPromptOrText_ReadOnlyToTheLimit()
    {
        WriteModel();
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);
        using CpuT5Engine engine = CpuT5Engine.Load(folder.Path);
        string words = string.Concat(Enumerable.Repeat("number0 ", 1_000));
        int[] cut = TokenizerFixtures.Student.Encode(words, T5TextGenerator.MaxPromptTokens, out _), v1 = TokenizerFixtures.Student.Encode("v1");

        IReadOnlyList<double> scores = await student.ScoreAsync([new(words, "v1"), new("v1", words), new(words + "number1", "v1"), new("v1", words + "number1")]);

        Assert.Equal(scores.Take(2), scores.Skip(2));
        IEnumerable<double> expected = T5Generator.Score(engine, [cut, v1], [v1, cut]).Select(tokens => tokens.Sum());
        Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public async Task ScoreAsync_LosslessDescription_TokenizerEncodesLosslessly()
    {
        T5Tokenizer tokenizer = TokenizerFixtures.T5;
        const string Program = "def f(x):\n    return x";
        using var engine = new Generation.ScriptedEngine(tokenizer.VocabularySize, Echo(tokenizer.VocabularySize));
        using var student = new T5TextGenerator(engine, tokenizer, new StudentDescription { LosslessEncoding = true });

        double score = Assert.Single(await student.ScoreAsync([new PromptedText(Program, Program)]));

        Assert.Equal(0, score, 1e-4);
        Assert.Equal(tokenizer.EncodeLossless(Program).Length, engine.RowsOfSteps.Count);
    }

    [Fact]
    public async Task ScoreAsync_NoTexts_Empty()
    {
        WriteModel();
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);

        Assert.Empty(await student.ScoreAsync([]));
    }

    [Fact]
    public async Task ScoreAsync_Misuse_ArgumentException()
    {
        WriteModel();
        using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);
        var text = new PromptedText("v1", "v1");

        await Assert.ThrowsAsync<ArgumentNullException>(() => student.ScoreAsync(null!));
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => student.ScoreAsync([text, null!]));
        Assert.Contains("Item 1", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => student.ScoreAsync([text with { Prompt = null! }]));
        await Assert.ThrowsAsync<ArgumentException>(() => student.ScoreAsync([text with { Text = null! }]));
        await Assert.ThrowsAsync<OperationCanceledException>(() => student.ScoreAsync([text], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task ScoreAsync_Disposed_ObjectDisposedException()
    {
        WriteModel();
        T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);
        student.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => student.ScoreAsync([new PromptedText("v1", "v1")]));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("spiece.model")]
    public async Task LoadAsync_FileMissing_MessageNamesIt(string file)
    {
        WriteModel();
        File.Delete(folder.File(file));

        Assert.Contains(file, await LoadErrorAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("spiece.model")]
    public async Task LoadAsync_FileTruncated_MessageNamesIt(string file)
    {
        WriteModel();
        byte[] content = File.ReadAllBytes(folder.File(file));
        File.WriteAllBytes(folder.File(file), content[..(content.Length * 2 / 3)]);

        Assert.Contains(file, await LoadErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_TensorOfAnotherShape_MessageNamesIt()
    {
        WriteModel();
        ModelWeights.Save(folder.Path, RandomModel.CreateWeights(Config() with { FeedForwardWidth = 25 }));

        Assert.Contains("DenseReluDense.wo.weight", await LoadErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_TokenizerLargerThanModel_KpddException()
    {
        T5Config small = Config() with { VocabSize = 10 };
        WriteModel();
        small.Save(folder.File("config.json"));
        ModelWeights.Save(folder.Path, RandomModel.CreateWeights(small));

        Assert.Contains("embedding only 10", await LoadErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_LosslessWithoutSentinels_KpddException()
    {
        WriteModel(new StudentDescription { LosslessEncoding = true });

        Assert.Contains("losslessEncoding", await LoadErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_NoFolder_KpddException()
    {
        KpddException error = await Assert.ThrowsAsync<KpddException>(() => T5TextGenerator.LoadAsync(folder.File("absent")));

        Assert.Contains("absent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateAsync_LosslessDescription_TokenizerEncodesLosslessly()
    {
        T5Tokenizer tokenizer = TokenizerFixtures.T5;
        using var engine = new Generation.ScriptedEngine(tokenizer.VocabularySize, Echo(tokenizer.VocabularySize));
        const string Program = "def f(x):\n    return x";
        using var student = new T5TextGenerator(engine, tokenizer, new StudentDescription { LosslessEncoding = true });

        Assert.Equal(Program, (await student.GenerateAsync([Program]))[0].Text);
    }

    // Writes one input again, token by token.
    private static Func<int[], int[], float[]> Echo(int vocabulary) => (input, fed) =>
    {
        float[] logits = new float[vocabulary];
        logits[input[fed.Length - 1]] = 50;
        return logits;
    };

    private static T5Config Config() => RandomModel.Config with { VocabSize = TokenizerFixtures.Student.VocabularySize + 3 };

    private void WriteModel(StudentDescription? description = null)
    {
        Config().Save(folder.File("config.json"));
        ModelWeights.Save(folder.Path, RandomModel.CreateWeights(Config()));
        foreach (string file in (string[])["spiece.model", "tokenizer_config.json"])
        {
            File.Copy(TokenizerFixtures.PathOf("student", file), folder.File(file));
        }

        if (description is not null)
        {
            StudentDescriptionFile.Save(folder.Path, description);
        }
    }

    private async Task<string> LoadErrorAsync() =>
        (await Assert.ThrowsAsync<KpddException>(() => T5TextGenerator.LoadAsync(folder.Path))).Message;
}
