using System.Text.Json.Nodes;

namespace KPDD.T5.Tests.Weights;

public sealed class ModelQuantizationTests : IDisposable
{
    private readonly TemporaryFolder source = new();
    private readonly TemporaryFolder target = new();

    public void Dispose()
    {
        source.Dispose();
        target.Dispose();
    }

    [Theory]
    [InlineData(true, WeightType.Float32)]
    [InlineData(false, WeightType.Float32)]
    [InlineData(false, WeightType.Float16)]
    public void SaveInt8_LoadedAsStored_EqualsQuantizedAtLoad(bool tied, WeightType stored)
    {
        SaveModel(RandomModel.Config with { TiedEmbeddings = tied }, stored);
        float[] expected = Logits(source.Path, CpuWeightType.Int8);

        ModelQuantization.SaveInt8(source.Path, target.Path);

        Assert.NotEqual(expected, Logits(source.Path, null));
        Assert.Equal(expected, Logits(target.Path, null));
        Assert.Equal(expected, Logits(target.Path, CpuWeightType.Int8));
    }

    [Fact]
    public void SaveInt8_LoadedAsFloat32_IsNearTheOriginal()
    {
        SaveModel(RandomModel.Config, WeightType.Float32);

        ModelQuantization.SaveInt8(source.Path, target.Path);

        float[] exact = Logits(source.Path, CpuWeightType.Float32), widened = Logits(target.Path, CpuWeightType.Float32);
        Assert.NotEqual(exact, widened);
        Assert.All(exact.Zip(widened), pair => Assert.Equal(pair.First, pair.Second, 0.05));
    }

    [Fact]
    public void SaveInt8_Folder_MatricesAreInt8AndTheRestStays()
    {
        T5Config config = RandomModel.Config with { TiedEmbeddings = false };
        SaveModel(config, WeightType.Float16);

        ModelQuantization.SaveInt8(source.Path, target.Path);

        IReadOnlyDictionary<string, WeightTensor> saved = ModelWeights.Load(target.Path);
        Assert.Equal(T5Weights.ExpectedShapes(config).Keys.Order(), saved.Keys.Order());
        Assert.Equal(
            ["shared.weight", .. saved.Keys.Where(name => name.Contains("norm", StringComparison.Ordinal) || name.Contains("bias", StringComparison.Ordinal)).Order()],
            saved.Values.Where(tensor => tensor.Type == WeightType.Float16).Select(tensor => tensor.Name).OrderBy(name => name != "shared.weight").ThenBy(name => name));
        Assert.All(saved.Values.Where(tensor => tensor.Type != WeightType.Float16), tensor => Assert.Equal(WeightType.Int8, tensor.Type));
    }

    [Fact]
    public void SaveInt8_Folder_ConfigSaysSoAndSmallFilesComeAlong()
    {
        SaveModel(RandomModel.Config, WeightType.Float32);
        File.WriteAllText(source.File("spiece.model"), "vocabulary");
        File.WriteAllText(source.File("kpdd.json"), "{}");
        File.WriteAllText(source.File("notes.txt"), "of the training");

        ModelQuantization.SaveInt8(source.Path, target.Path);

        JsonNode config = JsonNode.Parse(File.ReadAllText(target.File("config.json")))!;
        Assert.Equal(ModelQuantization.MethodName, (string?)config["quantization_config"]!["quant_method"]);
        Assert.Equal(RandomModel.Config, T5Config.Load(target.File("config.json")));
        Assert.Equal("vocabulary", File.ReadAllText(target.File("spiece.model")));
        Assert.Equal(["config.json", "kpdd.json", "model.safetensors", "spiece.model"], Directory.GetFiles(target.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void SaveInt8_OfAnInt8Folder_SameWeightFile()
    {
        using var again = new TemporaryFolder();
        SaveModel(RandomModel.Config, WeightType.Float32);
        ModelQuantization.SaveInt8(source.Path, target.Path);

        ModelQuantization.SaveInt8(target.Path, again.Path);

        Assert.Equal(File.ReadAllBytes(target.File(ModelWeights.FileName)), File.ReadAllBytes(again.File(ModelWeights.FileName)));
    }

    [Fact]
    public void SaveInt8_OutputHoldsAModel_ArgumentExceptionAndNothingChanges()
    {
        SaveModel(RandomModel.Config, WeightType.Float32);
        byte[] before = File.ReadAllBytes(source.File(ModelWeights.FileName));

        Assert.Throws<ArgumentException>(() => ModelQuantization.SaveInt8(source.Path, source.Path));

        Assert.Equal(before, File.ReadAllBytes(source.File(ModelWeights.FileName)));
    }

    [Fact]
    public void SaveInt8_WeightsOfAnotherShape_KpddExceptionAndNoModel()
    {
        SaveModel(RandomModel.Config, WeightType.Float32);
        (RandomModel.Config with { FeedForwardWidth = 25 }).Save(source.File("config.json"));

        Assert.Contains("has shape", Assert.Throws<KpddException>(() => ModelQuantization.SaveInt8(source.Path, target.Path)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(target.Path));
    }

    private void SaveModel(T5Config config, WeightType type)
    {
        config.Save(source.File("config.json"));
        ModelWeights.Save(source.Path, RandomModel.CreateWeights(config).Select(tensor => WeightTensor.FromFloat32(tensor.Name, tensor.Shape, tensor.ToFloat32(), type)));
    }

    private static float[] Logits(string folder, CpuWeightType? type)
    {
        using CpuT5Engine engine = CpuT5Engine.Load(folder, new CpuEngineOptions { WeightType = type });
        using IT5Session session = engine.Encode([[5, 9, 2, 30, 1]]);
        float[] logits = new float[engine.Config.VocabSize];
        session.DecodeNext([0], logits);
        return logits;
    }
}
