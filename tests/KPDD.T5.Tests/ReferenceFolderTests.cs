using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace KPDD.T5.Tests;

/// <summary>
/// A folder written here opens in the reference Python library, with the same weights. The library itself is not needed for that:
/// it opens a folder whose config.json it knows and whose model.safetensors holds, under its own names, tensors of its own shapes and types,
/// with the metadata <c>{"format": "pt"}</c> that it insists on. The fixtures were written by it, so what it wrote is what it reads.
/// </summary>
public sealed class ReferenceFolderTests : IDisposable
{
    private const string Metadata = "__metadata__";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void Save_ReferenceCheckpoint_SameNamesTypesShapesAndBytes(string fixture)
    {
        T5Config config = T5Config.Load(Path.Combine(T5Fixtures.Folder(fixture), "config.json"));
        ModelWeights.Save(folder.Path, T5Weights.Check(config, ModelWeights.Load(T5Fixtures.Folder(fixture))).Values);

        (JsonObject wantedHeader, byte[] wantedData) = Read(Path.Combine(T5Fixtures.Folder(fixture), ModelWeights.FileName));
        (JsonObject header, byte[] data) = Read(folder.File(ModelWeights.FileName));

        Assert.Equal("pt", (string?)header[Metadata]!["format"]);
        Assert.Equal(wantedHeader.Select(entry => entry.Key).Order(StringComparer.Ordinal), header.Select(entry => entry.Key).Order(StringComparer.Ordinal));
        foreach ((string name, JsonNode? wanted) in wantedHeader.Where(entry => entry.Key != Metadata))
        {
            Assert.Equal((string?)wanted!["dtype"], (string?)header[name]!["dtype"]);
            Assert.True(JsonNode.DeepEquals(wanted["shape"], header[name]!["shape"]), name);
            Assert.True(Bytes(wanted, wantedData).SequenceEqual(Bytes(header[name]!, data)), name);
        }
    }

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void Save_ReferenceConfiguration_SameValueOfEveryField(string fixture)
    {
        string source = Path.Combine(T5Fixtures.Folder(fixture), "config.json");

        T5Config.Load(source).Save(folder.File("config.json"));

        JsonObject written = JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!.AsObject();
        foreach ((string name, JsonNode? wanted) in JsonNode.Parse(File.ReadAllText(source))!.AsObject())
        {
            // As values: 0.0 and 0 are one number.
            Assert.True(JsonNode.DeepEquals(wanted, written[name]), $"{name}: {written[name]?.ToJsonString()} instead of {wanted!.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Save_TrainedStudent_HeadIsStoredExactlyWhenItIsNotTheEmbedding(bool tied)
    {
        T5Config config = RandomModel.Config with { TiedEmbeddings = tied };
        ModelWeights.Save(folder.Path, RandomModel.CreateWeights(config));

        (JsonObject header, byte[] data) = Read(folder.File(ModelWeights.FileName));

        Assert.True(header.ContainsKey("shared.weight"));
        Assert.Equal(!tied, header.ContainsKey("lm_head.weight"));
        // Copies of the embedding are the library's own business: it ties them when it opens the folder.
        Assert.DoesNotContain(header, entry => entry.Key.Contains("embed_tokens", StringComparison.Ordinal));
        Assert.Equal(data.Length, header.Where(entry => entry.Key != Metadata).Max(entry => (long)entry.Value!["data_offsets"]![1]!));
    }

    /// <summary>Reads the format by its specification, apart from the code under test.</summary>
    private static (JsonObject Header, byte[] Data) Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        return (JsonNode.Parse(file.AsSpan(8, length))!.AsObject(), file[(8 + length)..]);
    }

    private static ReadOnlySpan<byte> Bytes(JsonNode entry, byte[] data)
    {
        JsonArray offsets = entry["data_offsets"]!.AsArray();
        return data.AsSpan((int)offsets[0]!..(int)offsets[1]!);
    }
}
