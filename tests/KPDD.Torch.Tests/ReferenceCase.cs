using System.Globalization;
using System.Text.Json;

namespace KPDD.Torch.Tests;

/// <summary>One folder of golden values computed by the reference implementation.</summary>
public sealed class ReferenceCase
{
    private readonly JsonElement json;

    public ReferenceCase(string folder)
    {
        Folder = folder;
        json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json"))).RootElement;
    }

    public string Folder { get; }

    public int[][] InputIds => Rows(json.GetProperty("input_ids"));

    public int[][] AttentionMask => Rows(json.GetProperty("attention_mask"));

    public int[][] Labels => Rows(json.GetProperty("labels"));

    public float[] Logits => Floats(json.GetProperty("logits"));

    public float[] EncoderStates => Floats(json.GetProperty("encoder_last_hidden_state"));

    public double Loss => json.GetProperty("loss").GetDouble();

    public IReadOnlyDictionary<string, double> GradientNorms =>
        json.GetProperty("grad_norms").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());

    /// <summary>Encoder inputs without their padding.</summary>
    public int[][] Rows() => [.. InputIds.Zip(AttentionMask, (ids, mask) => ids[..mask.Sum()])];

    public IEnumerable<(JsonElement Arguments, int[][] Sequences)> Generations() =>
        json.GetProperty("generate").EnumerateArray().Select(g => (g.GetProperty("args"), Rows(g.GetProperty("sequences"))));

    public double[] TrainingLosses(string optimizer) =>
        [.. json.GetProperty("training").EnumerateArray()
            .Single(t => t.GetProperty("optimizer").GetString()!.StartsWith(optimizer, StringComparison.Ordinal))
            .GetProperty("losses").EnumerateArray().Select(l => l.GetDouble())];

    public static TheoryData<string> Folders()
    {
        string root = Environment.GetEnvironmentVariable("KPDD_T5_FIXTURES") is { Length: > 0 } path
            ? path
            : Path.Combine(AppContext.BaseDirectory, "fixtures", "t5");
        return new TheoryData<string>(Directory.GetDirectories(root)
            .Where(d => File.Exists(Path.Combine(d, "expected.json")))
            .Order(StringComparer.Ordinal));
    }

    private static int[][] Rows(JsonElement rows) =>
        [.. rows.EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetInt32()).ToArray())];

    private static float[] Floats(JsonElement values) =>
        [.. values.EnumerateArray().Select(v => float.Parse(v.GetRawText(), CultureInfo.InvariantCulture))];
}
