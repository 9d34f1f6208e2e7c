namespace KPDD.T5.Tests.Weights;

public class T5WeightsTests
{
    private static readonly T5Config Tied = new()
    {
        VocabSize = 7, ModelWidth = 4, HeadWidth = 3, Heads = 2, FeedForwardWidth = 5, EncoderLayers = 2, DecoderLayers = 1,
    };

    private static readonly T5Config Untied = Tied with { TiedEmbeddings = false, GatedFeedForward = true };

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void Check_ReferenceCheckpoint_Fits(string fixture)
    {
        T5Config config = T5Config.Load(Path.Combine(T5Fixtures.Folder(fixture), "config.json"));
        IReadOnlyDictionary<string, WeightTensor> stored = ModelWeights.Load(T5Fixtures.Folder(fixture));

        Assert.Equal(T5Weights.ExpectedShapes(config).Count, T5Weights.Check(config, stored).Count);
    }

    [Fact]
    public void Check_SeveralProblems_OneMessageNamesEach()
    {
        Dictionary<string, WeightTensor> tensors = Zeros(Tied);
        tensors.Remove("encoder.block.1.layer.0.SelfAttention.k.weight");
        tensors["decoder.final_layer_norm.weight"] = Zero("decoder.final_layer_norm.weight", [9]);
        tensors["surplus"] = Zero("surplus", [1]);

        KpddException error = Assert.Throws<KpddException>(() => T5Weights.Check(Tied, tensors));

        Assert.Contains("'encoder.block.1.layer.0.SelfAttention.k.weight' is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("'decoder.final_layer_norm.weight' has shape [9], expected [4]", error.Message, StringComparison.Ordinal);
        Assert.Contains("'surplus' is unknown", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WeightsOfAnotherWidth_NamesThreeAndCountsTheOthers()
    {
        Dictionary<string, WeightTensor> tensors = Zeros(Tied with { ModelWidth = 6 });

        KpddException error = Assert.Throws<KpddException>(() => T5Weights.Check(Tied, tensors));

        Assert.Equal(3, error.Message.Split(" has shape ").Length - 1);
        Assert.Contains($"; and {OfModelWidth(Tied) - 3} more. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RedundantCopies_AreDropped()
    {
        Dictionary<string, WeightTensor> tensors = Zeros(Tied);
        foreach (string copy in (string[])["encoder.embed_tokens.weight", "decoder.embed_tokens.weight", "lm_head.weight"])
        {
            tensors[copy] = Zero(copy, [7, 4]);
        }

        Assert.Equal(T5Weights.ExpectedShapes(Tied).Keys.Order(), T5Weights.Check(Tied, tensors).Keys.Order());
    }

    [Fact]
    public void Check_OnlyEncoderEmbedding_StandsInForShared()
    {
        Dictionary<string, WeightTensor> tensors = Zeros(Untied);
        tensors.Remove("shared.weight");
        WeightTensor copy = Zero("encoder.embed_tokens.weight", [7, 4]);
        tensors[copy.Name] = copy;

        Assert.Same(copy, T5Weights.Check(Untied, tensors)["shared.weight"]);
    }

    [Fact]
    public void Check_UntiedWithoutHead_HeadIsMissing()
    {
        Dictionary<string, WeightTensor> tensors = Zeros(Untied);
        tensors.Remove("lm_head.weight");

        KpddException error = Assert.Throws<KpddException>(() => T5Weights.Check(Untied, tensors));

        Assert.Contains("'lm_head.weight' is missing", error.Message, StringComparison.Ordinal);
    }

    private static int OfModelWidth(T5Config config) => T5Weights.ExpectedShapes(config).Values.Count(shape => shape.Contains(config.ModelWidth));

    private static Dictionary<string, WeightTensor> Zeros(T5Config config) =>
        T5Weights.ExpectedShapes(config).ToDictionary(pair => pair.Key, pair => Zero(pair.Key, pair.Value));

    private static WeightTensor Zero(string name, int[] shape) =>
        WeightTensor.FromFloat32(name, shape, new float[shape.Aggregate(1, (product, length) => product * length)]);
}
