namespace KPDD.T5.Tests;

/// <summary>Damage of any kind gives a model that works or one clear error, never another exception.</summary>
public sealed class DamagedFolderTests : IDisposable
{
    private const int Rounds = 150;
    private static readonly string Vocabulary = Path.Combine(AppContext.BaseDirectory, "Tokenization", "Fixtures", "student");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("config.json")]
    [InlineData("kpdd.json")]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer_config.json")]
    [InlineData("spiece.model")]
    public async Task LoadAsync_RandomDamage_WorksOrThrowsKpddException(string file)
    {
        CreateModel();
        byte[] whole = File.ReadAllBytes(folder.File(file));
        var random = new Random(20241);
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] damaged = Damage(whole, random);
            File.WriteAllBytes(folder.File(file), damaged);
            try
            {
                using T5TextGenerator student = await T5TextGenerator.LoadAsync(folder.Path);
                await student.GenerateAsync(["number0 + number1"], new GenerationOptions { MaxNewTokens = 2 });
            }
            catch (KpddException error)
            {
                refused++;
                Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
            }
            catch (Exception error)
            {
                Assert.Fail($"Round {round} of {file}: {error}");
            }
        }

        Assert.InRange(refused, 1, Rounds);
    }

    private void CreateModel()
    {
        T5Config config = RandomModel.Config with { VocabSize = T5Tokenizer.Load(Vocabulary).VocabularySize };
        config.Save(folder.File("config.json"));
        ModelWeights.Save(folder.Path, RandomModel.CreateWeights(config));
        StudentDescriptionFile.Save(folder.Path, new StudentDescription { MaxNewTokens = 2 });
        foreach (string name in (string[])["spiece.model", "tokenizer_config.json"])
        {
            File.Copy(Path.Combine(Vocabulary, name), folder.File(name));
        }
    }

    /// <summary>Cuts, flips, repeats or inserts; half of the time near the beginning, where headers are.</summary>
    private static byte[] Damage(byte[] whole, Random random)
    {
        int at = random.Next(random.Next(2) == 0 ? whole.Length : Math.Min(whole.Length, 400));
        byte[] damaged = [.. whole];
        switch (random.Next(5))
        {
            case 0:
                return whole[..at];
            case 1:
                damaged[at] = (byte)random.Next(256);
                return damaged;
            case 2:
                damaged[at] = (byte)"0123456789-,:\"{}[]e.\\"[random.Next(21)];
                return damaged;
            case 3:
                return [.. whole.AsSpan(0, at), .. whole.AsSpan(at / 2)];
            default:
                return [.. whole.AsSpan(0, at), .. whole.AsSpan(Math.Min(at + random.Next(1, 9), whole.Length))];
        }
    }
}
