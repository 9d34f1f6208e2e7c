using System.Text.Json.Nodes;

namespace KPDD.T5.Tests;

public sealed class T5ConfigTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string ConfigFile => folder.File("config.json");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("tie_word_embeddings", "\"yes\"")]
    [InlineData("tie_word_embeddings", "1")]
    [InlineData("relative_attention_num_buckets", "1")]
    [InlineData("relative_attention_num_buckets", "3")]
    [InlineData("relative_attention_max_distance", "16")]
    [InlineData("dropout_rate", "1")]
    [InlineData("dropout_rate", "-0.1")]
    [InlineData("dropout_rate", "\"0.1\"")]
    [InlineData("layer_norm_epsilon", "-1e-6")]
    [InlineData("layer_norm_epsilon", "1e999")]
    [InlineData("d_model", "0")]
    [InlineData("d_model", "-4")]
    [InlineData("d_model", "2147483647")]
    [InlineData("d_kv", "99999999999999999999")]
    [InlineData("d_ff", "1.5")]
    [InlineData("num_heads", "65536")]
    [InlineData("num_layers", "1000000000")]
    [InlineData("num_decoder_layers", "0")]
    [InlineData("vocab_size", "2147483647")]
    [InlineData("pad_token_id", "-1")]
    [InlineData("eos_token_id", "37")]
    [InlineData("decoder_start_token_id", "[0]")]
    [InlineData("feed_forward_proj", "7")]
    [InlineData("model_type", "\"bert\"")]
    public void Load_ValueOutOfRange_MessageNamesFileFieldAndRemedy(string field, string value)
    {
        RandomModel.Config.Save(ConfigFile);
        JsonObject json = JsonNode.Parse(File.ReadAllText(ConfigFile))!.AsObject();
        json[field] = JsonNode.Parse(value);
        File.WriteAllText(ConfigFile, json.ToJsonString());

        KpddException error = Assert.Throws<KpddException>(() => T5Config.Load(ConfigFile));

        Assert.Contains(ConfigFile, error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{field}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("copy config.json again", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"d_model\": 4, \"d_model\": 5}")]
    [InlineData("{\"\\ud800\": 4}")]
    [InlineData("{\"d_model\": 4")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public void Load_NotOneJsonObject_MessageNamesFile(string content)
    {
        File.WriteAllText(ConfigFile, content);

        Assert.Contains(ConfigFile, Assert.Throws<KpddException>(() => T5Config.Load(ConfigFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhatSaveWrote_IsEqual()
    {
        RandomModel.Config.Save(ConfigFile);

        Assert.Equal(RandomModel.Config, T5Config.Load(ConfigFile));
    }
}
