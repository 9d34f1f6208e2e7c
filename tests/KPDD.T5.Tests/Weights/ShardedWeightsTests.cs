namespace KPDD.T5.Tests.Weights;

public sealed class ShardedWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_TwoShards_TensorsOfBoth()
    {
        WriteShard("one.safetensors", "a");
        WriteShard("two.safetensors", "b");
        WriteIndex("""{"metadata":{"total_size":8},"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");

        Assert.Equal(["a", "b"], ModelWeights.Load(folder.Path).Keys.Order());
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""", "two.safetensors' is missing")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","c":"one.safetensors"}}""", "lacks tensor 'c'")]
    [InlineData("""{"weight_map":{"a":"../one.safetensors"}}""", "which is no file name")]
    [InlineData("""{"weight_map":{"a":1}}""", "Cannot read the weight index")]
    [InlineData("""{}""", "weight_map")]
    [InlineData("""[]""", "weight_map")]
    [InlineData("""{"weight_map""", "Cannot read the weight index")]
    public void Load_BadIndex_MessageSaysWhatIsWrong(string index, string expected)
    {
        WriteShard("one.safetensors", "a");
        WriteIndex(index);

        KpddException error = Assert.Throws<KpddException>(() => ModelWeights.Load(folder.Path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private void WriteIndex(string json) => File.WriteAllText(folder.File(ModelWeights.IndexFileName), json);

    private void WriteShard(string file, string tensor)
    {
        using var other = new TemporaryFolder();
        ModelWeights.Save(other.Path, [WeightTensor.FromFloat32(tensor, [1], [1])]);
        File.Move(other.File(ModelWeights.FileName), folder.File(file));
    }
}
