namespace KPDD.T5.Tests.Tokenization;

public sealed class T5TokenizerLoadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kpdd-tokenizer-").FullName;

    private static byte[] StudentModel => File.ReadAllBytes(TokenizerFixtures.PathOf("student", "spiece.model"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_FolderWithoutVocabulary_NamesFolderAndFile()
    {
        var exception = Assert.Throws<KpddException>(() => T5Tokenizer.Load(folder));

        Assert.Contains(folder, exception.Message);
        Assert.Contains("spiece.model", exception.Message);
    }

    [Fact]
    public void Load_MissingFile_NamesFile() =>
        Assert.Contains("absent.model", Assert.Throws<KpddException>(() => T5Tokenizer.Load(Path.Combine(folder, "absent.model"))).Message);

    [Fact]
    public void Load_EmptyPath_IsMisuse() => Assert.Throws<ArgumentException>(() => T5Tokenizer.Load(""));

    [Fact]
    public void Load_TruncatedAnywhere_NamesFile()
    {
        byte[] whole = StudentModel;
        string file = Path.Combine(folder, "spiece.model");
        for (int length = 0; length < whole.Length - 20; length += 97)
        {
            File.WriteAllBytes(file, whole[..length]);
            Assert.Contains(file, Assert.Throws<KpddException>(() => T5Tokenizer.Load(folder)).Message);
        }
    }

    [Theory]
    [InlineData("this is no model")]
    [InlineData("<html>not found</html>")]
    [InlineData("version https://git-lfs")]
    public void Load_OtherContent_NamesFileAndRemedy(string content)
    {
        string file = Path.Combine(folder, "spiece.model");
        File.WriteAllText(file, content);

        string message = Assert.Throws<KpddException>(() => T5Tokenizer.Load(file)).Message;

        Assert.Contains(file, message);
        Assert.Contains("copy spiece.model again", message);
    }

    [Fact]
    public void Load_DamagedBytes_LoadsOrThrowsLibraryException()
    {
        var random = new Random(17);
        for (int i = 0; i < 100; i++)
        {
            byte[] damaged = StudentModel;
            for (int k = 0; k < 20; k++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Exception? exception = Record.Exception(() => T5Tokenizer.Load(new MemoryStream(damaged)));
            Assert.True(exception is null or KpddException, $"Damage {i}: {exception}");
        }
    }

    [Fact]
    public void Load_BytePieces_AreRefused()
    {
        // A piece is tag 0x0A, its length, then its text (tag 0x0A), its score and its kind (tag 0x18); 6 is a byte piece.
        byte[] bytePiece = [0x0A, 10, 0x0A, 6, .. "<0x1F>"u8, 0x18, 6];

        var exception = Assert.Throws<KpddException>(() => T5Tokenizer.Load(new MemoryStream([.. StudentModel, .. bytePiece])));

        Assert.Contains("byte pieces", exception.Message);
    }

    [Fact]
    public void Load_SettingsBesideVocabulary_GiveExtraIds()
    {
        Write("""{ "extra_ids": 7 }""");

        Assert.Equal(7, T5Tokenizer.Load(folder).ExtraIds);
        Assert.Equal(3, T5Tokenizer.Load(folder, extraIds: 3).ExtraIds);
    }

    [Fact]
    public void Load_SettingsWithoutExtraIds_GivesDefault()
    {
        Write("{}");

        Assert.Equal(100, T5Tokenizer.Load(folder).ExtraIds);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "extra_ids": -1 }""")]
    [InlineData("""{ "extra_ids": "many" }""")]
    public void Load_BrokenSettings_NamesFile(string settings)
    {
        Write(settings);

        Assert.Contains("tokenizer_config.json", Assert.Throws<KpddException>(() => T5Tokenizer.Load(folder)).Message);
    }

    [Fact]
    public void Load_NegativeExtraIds_IsMisuse() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => T5Tokenizer.Load(new MemoryStream(StudentModel), extraIds: -1));

    [Fact]
    public void Load_TinyTestVocabulary_EncodesKnownAndUnknown()
    {
        var tokenizer = T5Tokenizer.Load(TokenizerFixtures.SharedOrSkip("data/tokenizers/t5_test_26"), extraIds: 0);

        Assert.Equal(26, tokenizer.VocabularySize);
        int[] ids = tokenizer.Encode("this is a test");
        Assert.Equal("this is a test", tokenizer.Decode(ids));
        Assert.Contains(tokenizer.UnknownId, tokenizer.Encode("Q%"));
    }

    [Fact]
    public void Load_VocabularyWithUserDefinedPieces_RoundTrips()
    {
        var tokenizer = T5Tokenizer.Load(TokenizerFixtures.SharedOrSkip("data/tokenizers/albert_fixture"), extraIds: 0);

        Assert.Equal(30000, tokenizer.VocabularySize);
        Assert.Equal((0, 3, 1), (tokenizer.PadId, tokenizer.EosId, tokenizer.UnknownId));
        int[] ids = tokenizer.Encode("how many (red) apples - at $3.50 - are left?");
        Assert.DoesNotContain(tokenizer.UnknownId, ids);
        Assert.Equal("how many (red) apples - at $3.50 - are left?", tokenizer.Decode(ids));
    }

    private void Write(string settings)
    {
        File.WriteAllBytes(Path.Combine(folder, "spiece.model"), StudentModel);
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), settings);
    }
}
