using System.Buffers.Binary;
using System.Text;

namespace KPDD.T5.Tests.Weights;

public sealed class ModelWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void SaveLoad_Checkpoint_EveryTensorIsEqualBitForBit(string fixture)
    {
        IReadOnlyDictionary<string, WeightTensor> original = ModelWeights.Load(T5Fixtures.Folder(fixture));

        ModelWeights.Save(folder.Path, original.Values);
        IReadOnlyDictionary<string, WeightTensor> again = ModelWeights.Load(folder.Path);

        Assert.Equal(original.Keys.Order(), again.Keys.Order());
        foreach (WeightTensor tensor in original.Values)
        {
            Assert.Equal(tensor.Type, again[tensor.Name].Type);
            Assert.Equal(tensor.Shape, again[tensor.Name].Shape);
            Assert.True(tensor.Data.Span.SequenceEqual(again[tensor.Name].Data.Span), tensor.Name);
        }
    }

    [Fact]
    public void Save_TensorsInAnotherOrder_SameAlignedBytes()
    {
        WeightTensor narrow = WeightTensor.FromFloat32("a", [3], [1, 2, 3], WeightType.Float16);
        WeightTensor wide = WeightTensor.FromFloat32("b", [2], [4, 5]);

        ModelWeights.Save(folder.Path, [narrow, wide]);
        byte[] first = File.ReadAllBytes(WeightFile);
        ModelWeights.Save(folder.Path, [wide, narrow]);

        Assert.Equal(first, File.ReadAllBytes(WeightFile));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(first) % 8);
        Assert.Contains("""{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", Encoding.UTF8.GetString(first), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Save_SameNameTwice_ArgumentException()
    {
        WeightTensor tensor = WeightTensor.FromFloat32("a", [1], [1]);

        Assert.Throws<ArgumentException>(() => ModelWeights.Save(folder.Path, [tensor, tensor]));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", 8, "'a' has dtype 'I64'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "'a' of shape [2] needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "'a' ends at byte 8 of 7: the file is truncated")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "'b' overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' leaves a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 6, "2 bytes that belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "'a' has -1 in its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "'a' of shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "'a' has data_offsets [4,0]")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "'a' needs one dtype")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'a' needs one dtype")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "no valid text")]
    [InlineData("""{"a":{"dtype":"\ud800","shape":[1],"data_offsets":[0,4]}}""", 4, "no valid text")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' is listed twice")]
    [InlineData("""{"a":""", 0, "not valid JSON")]
    [InlineData("[]", 0, "not a JSON object")]
    public void Load_MalformedFile_MessageNamesFileTensorAndRemedy(string header, int dataLength, string expected)
    {
        WriteRaw((ulong)Encoding.UTF8.GetByteCount(header), header, dataLength);

        KpddException error = Assert.Throws<KpddException>(() => ModelWeights.Load(folder.Path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(WeightFile, error.Message, StringComparison.Ordinal);
        Assert.Contains("Copy the file again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_HeaderOfInvalidUtf8_KpddException()
    {
        byte[] header = Encoding.Latin1.GetBytes("""{"\u00e9":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""".Replace("\\u00e9", "\u00e9", StringComparison.Ordinal));
        File.WriteAllBytes(WeightFile, [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. header, 0, 0, 0, 0]);

        Assert.Contains("UTF-8", Assert.Throws<KpddException>(() => ModelWeights.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1000UL)]
    [InlineData(200_000_000UL)]
    [InlineData(ulong.MaxValue)]
    public void Load_AbsurdHeaderLength_KpddException(ulong headerLength)
    {
        WriteRaw(headerLength, "{}", 0);

        Assert.Throws<KpddException>(() => ModelWeights.Load(folder.Path));
    }

    [Fact]
    public void Load_EveryTruncationOfACheckpoint_KpddException()
    {
        ModelWeights.Save(folder.Path, [WeightTensor.FromFloat32("a", [2], [1, 2]), WeightTensor.FromFloat32("b", [1], [3])]);
        byte[] whole = File.ReadAllBytes(WeightFile);

        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(WeightFile, whole[..length]);
            Assert.Throws<KpddException>(() => ModelWeights.Load(folder.Path));
        }
    }

    [Fact]
    public void Load_NoWeights_MessageNamesBothFiles()
    {
        KpddException error = Assert.Throws<KpddException>(() => ModelWeights.Load(folder.Path));

        Assert.Contains(ModelWeights.FileName, error.Message, StringComparison.Ordinal);
        Assert.Contains(ModelWeights.IndexFileName, error.Message, StringComparison.Ordinal);
    }

    private string WeightFile => folder.File(ModelWeights.FileName);

    private void WriteRaw(ulong headerLength, string header, int dataLength)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, headerLength);
        File.WriteAllBytes(WeightFile, [.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[dataLength]]);
    }
}
