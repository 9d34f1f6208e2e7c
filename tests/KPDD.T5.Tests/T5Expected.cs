using System.Text.Json;
using System.Text.Json.Serialization;

namespace KPDD.T5.Tests;

/// <summary>What the reference implementation computed from a fixture's checkpoint: the content of <c>expected.json</c>.</summary>
internal sealed record T5Expected
{
    [JsonPropertyName("input_ids")]
    public int[][] InputIds { get; init; } = [];

    [JsonPropertyName("attention_mask")]
    public int[][] AttentionMask { get; init; } = [];

    [JsonPropertyName("labels")]
    public int[][] Labels { get; init; } = [];

    /// <summary>Mean over all labels that are not ignored.</summary>
    [JsonPropertyName("loss")]
    public double Loss { get; init; }

    [JsonPropertyName("logits")]
    public float[] Logits { get; init; } = [];

    [JsonPropertyName("encoder_last_hidden_state")]
    public float[] EncoderStates { get; init; } = [];

    [JsonPropertyName("generate")]
    public GenerateCase[] Generate { get; init; } = [];

    /// <summary>The input without padding.</summary>
    public int[][] Rows => [.. InputIds.Select((row, i) => row[..AttentionMask[i].Sum()])];

    public static T5Expected Load(string fixture) =>
        JsonSerializer.Deserialize<T5Expected>(File.ReadAllText(Path.Combine(T5Fixtures.Folder(fixture), "expected.json")))!;

    internal sealed record GenerateCase
    {
        [JsonPropertyName("args")]
        public Dictionary<string, JsonElement> Arguments { get; init; } = [];

        [JsonPropertyName("sequences")]
        public int[][] Sequences { get; init; } = [];

        [JsonPropertyName("sequences_scores")]
        public double[] Scores { get; init; } = [];
    }
}
