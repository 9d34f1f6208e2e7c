using System.Text.Json;

namespace KPDD.PythonNet.Tests;

/// <summary>The recorded programs: a file in the test folder, or the one that KPDD_POT_FIXTURES names.</summary>
internal static class ProgramCase
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Benign = new(() => Read(hostile: false));
    private static readonly Lazy<Dictionary<string, JsonElement>> Hostile = new(() => Read(hostile: true));

    public static IReadOnlyDictionary<string, JsonElement> BenignCases => Benign.Value;

    public static IReadOnlyDictionary<string, JsonElement> HostileCases => Hostile.Value;

    public static ProgramOutcome Outcome(string name) =>
        name == "stdout" ? ProgramOutcome.StandardOutput : Enum.Parse<ProgramOutcome>(name.Replace("_", string.Empty, StringComparison.Ordinal), ignoreCase: true);

    /// <summary>Asserts that the result is what the case expects.</summary>
    public static void AssertExpected(JsonElement expected, ProgramResult result)
    {
        var outcome = expected.GetProperty("outcome").GetString()!;
        var kind = outcome == "error" ? expected.GetProperty("kind").GetString()! : outcome;
        Assert.True(Outcome(kind) == result.Outcome, result.ToString());
        AssertText(expected, "type", result.ValueType);
        AssertText(expected, "repr", result.Value);
        AssertText(expected, "hex", result.HexadecimalValue);
        AssertText(expected, "stdout", result.StandardOutput);
        AssertText(expected, "answer", result.Value);
        AssertText(expected, "exception", result.ExceptionType);
        if (expected.TryGetProperty("items", out var items))
        {
            Assert.Equal(items.EnumerateArray().Select(item => item.GetString()!), result.SortedItems);
        }
    }

    private static void AssertText(JsonElement expected, string name, string? actual)
    {
        if (expected.TryGetProperty(name, out var value))
        {
            Assert.Equal(value.GetString(), actual);
        }
    }

    private static Dictionary<string, JsonElement> Read(bool hostile)
    {
        var path = Environment.GetEnvironmentVariable("KPDD_POT_FIXTURES") is { Length: > 0 } named
            ? named
            : Path.Combine(AppContext.BaseDirectory, "Fixtures", "programs.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.GetProperty("programs").EnumerateArray()
            .Where(item => IsHostile(item) == hostile)
            .ToDictionary(item => item.GetProperty("id").GetString()!, item => item.Clone());
    }

    private static bool IsHostile(JsonElement item) => item.GetProperty("expect").GetProperty("outcome").GetString() == "contained";
}
