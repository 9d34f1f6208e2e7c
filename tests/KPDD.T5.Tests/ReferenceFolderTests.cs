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

    // What the reference library writes of its own accord: other settings, tied copies of the embedding, and weights spread over several files.
    private static readonly string[] TiedCopies = ["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"];
    private static readonly string[] Settings =
    [
        "vocab_size", "d_model", "d_kv", "d_ff", "num_layers", "num_decoder_layers", "num_heads", "relative_attention_num_buckets", "relative_attention_max_distance",
        "dropout_rate", "layer_norm_epsilon", "feed_forward_proj", "dense_act_fn", "is_gated_act", "tie_word_embeddings", "is_encoder_decoder", "pad_token_id",
        "eos_token_id", "decoder_start_token_id", "model_type", "architectures",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void Save_ReferenceCheckpoint_SameNamesTypesShapesAndBytes(string fixture)
    {
        T5Config config = T5Config.Load(Path.Combine(T5Fixtures.Folder(fixture), "config.json"));
        ModelWeights.Save(folder.Path, T5Weights.Check(config, ModelWeights.Load(T5Fixtures.Folder(fixture))).Values);

        (JsonObject header, byte[] data) = Read(folder.File(ModelWeights.FileName));
        var missing = new SortedSet<string>(header.Select(entry => entry.Key), StringComparer.Ordinal);

        Assert.Equal("pt", (string?)header[Metadata]!["format"]);
        missing.Remove(Metadata);
        foreach ((string name, JsonNode wanted, byte[] wantedData) in Directory.GetFiles(T5Fixtures.Folder(fixture), "*.safetensors").SelectMany(Tensors))
        {
            if (TiedCopies.Contains(name) || (config.TiedEmbeddings && name == "lm_head.weight"))
            {
                continue;
            }

            Assert.True(missing.Remove(name), name);
            Assert.Equal((string?)wanted["dtype"], (string?)header[name]!["dtype"]);
            Assert.True(JsonNode.DeepEquals(wanted["shape"], header[name]!["shape"]), name);
            Assert.True(Bytes(wanted, wantedData).SequenceEqual(Bytes(header[name]!, data)), name);
        }

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void Save_ReferenceConfiguration_SameValueOfEveryField(string fixture)
    {
        string source = Path.Combine(T5Fixtures.Folder(fixture), "config.json");

        T5Config.Load(source).Save(folder.File("config.json"));

        JsonObject written = JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!.AsObject();
        Assert.Equal(Settings.Order(), written.Select(setting => setting.Key).Order());
        foreach ((string name, JsonNode? wanted) in JsonNode.Parse(File.ReadAllText(source))!.AsObject().Where(setting => Settings.Contains(setting.Key)))
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

    private static IEnumerable<(string Name, JsonNode Entry, byte[] Data)> Tensors(string path)
    {
        (JsonObject header, byte[] data) = Read(path);
        return header.Where(entry => entry.Key != Metadata).Select(entry => (entry.Key, entry.Value!, data));
    }

    private static ReadOnlySpan<byte> Bytes(JsonNode entry, byte[] data)
    {
        JsonArray offsets = entry["data_offsets"]!.AsArray();
        return data.AsSpan((int)offsets[0]!..(int)offsets[1]!);
    }
}
