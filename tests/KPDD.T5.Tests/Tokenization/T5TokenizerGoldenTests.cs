using System.Text.Json;

namespace KPDD.T5.Tests.Tokenization;

/// <summary>Texts with the ids and the decoding of Google's SentencePiece.</summary>
public class T5TokenizerGoldenTests
{
    private const string OverrideVariable = "KPDD_TOKENIZER_FIXTURES";

    private sealed record Case(string Text, int[] Ids, string Decoded);

    [Fact]
    public void Encode_GoldenTexts_GivesReferenceIds()
    {
        List<Case> cases = ReadCases();

        var different = cases.Where(golden => !TokenizerFixtures.T5.Encode(golden.Text).SequenceEqual(golden.Ids)).ToList();

        // Pieces of equal score may be split differently: at most one text in a thousand, none in a small file.
        Assert.True(different.Count <= cases.Count / 1000, $"{different.Count} of {cases.Count} texts differ, first: {different.FirstOrDefault()?.Text}");
    }

    [Fact]
    public void Decode_GoldenIds_GivesReferenceText()
    {
        foreach (Case golden in ReadCases())
        {
            Assert.Equal(golden.Decoded, TokenizerFixtures.T5.Decode(golden.Ids));
        }
    }

    private static List<Case> ReadCases()
    {
        string path = Environment.GetEnvironmentVariable(OverrideVariable) is { Length: > 0 } other ? other : TokenizerFixtures.PathOf("t5", "cases.jsonl");
        string[] files = Directory.Exists(path) ? Directory.GetFiles(path, "*.jsonl") : [path];
        var cases = files.SelectMany(File.ReadLines)
            .Where(line => line.Length > 0)
            .Select(line => JsonSerializer.Deserialize<Case>(line, JsonSerializerOptions.Web)!)
            .ToList();
        Assert.NotEmpty(cases);
        return cases;
    }
}
