using System.Text.Json;
using System.Text.RegularExpressions;

namespace KPDD.Distillation;

/// <summary>Reads the parts of a path out of a teacher's answers; forgives labels, bullets, fences and emphasis, and passes over what a model thought aloud.</summary>
internal static partial class ReplyText
{
    private const string EndOfThought = "</think>";

    /// <summary>The core question: the first line that says something; empty when there is none.</summary>
    public static string CoreQuestion(string text) =>
        Lines(text).Select(line => Bare(CoreLabel().Replace(line, string.Empty))).FirstOrDefault(line => line.Length > 0) ?? string.Empty;

    /// <summary>The statements, one a line, without numbers and bullets.</summary>
    public static IReadOnlyList<string> Information(string text) =>
        [.. Lines(text)
            .Select(line => Bare(ItemMark().Replace(InformationLabel().Replace(line, string.Empty), string.Empty)))
            .Where(line => line.Length > 0 && !line.EndsWith(':'))];

    /// <summary>The rationale; of a program the last fenced block, or the whole text where nothing is fenced.</summary>
    public static string Solution(RationaleKind kind, string text)
    {
        string plain = Spoken(text).ReplaceLineEndings("\n");
        if (kind == RationaleKind.ProgramOfThought && Fence().Matches(plain) is { Count: > 0 } blocks)
        {
            return blocks[^1].Groups[1].Value.Trim('\n').TrimEnd();
        }

        return SolutionLabel().Replace(plain.Trim(), string.Empty).Trim();
    }

    /// <summary>All parts of a one-call answer; null when the labels or the JSON object are not there.</summary>
    public static (KeyPoints KeyPoints, string Solution)? Combined(RationaleKind kind, string text) =>
        FromJson(kind, Spoken(text)) ?? FromLabels(kind, Spoken(text).ReplaceLineEndings("\n"));

    private static (KeyPoints, string)? FromLabels(RationaleKind kind, string text)
    {
        Match core = CoreLabelLine().Match(text);
        Match information = InformationLabelLine().Match(text, core.Success ? core.Index + core.Length : 0);
        Match solution = SolutionLabelLine().Match(text, information.Success ? information.Index + information.Length : 0);
        if (!core.Success || !information.Success || !solution.Success)
        {
            return null;
        }

        return (
            new KeyPoints(
                CoreQuestion(text[(core.Index + core.Length)..information.Index]),
                Information(text[(information.Index + information.Length)..solution.Index])),
            Solution(kind, text[(solution.Index + solution.Length)..]));
    }

    private static (KeyPoints, string)? FromJson(RationaleKind kind, string text)
    {
        int start = text.IndexOf('{', StringComparison.Ordinal);
        int end = text.LastIndexOf('}');
        if (start < 0 || end < start)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text.AsMemory(start, end - start + 1));
            JsonElement root = document.RootElement;
            return (
                new KeyPoints(
                    Bare(root.GetProperty("coreQuestion").GetString() ?? string.Empty),
                    [.. root.GetProperty("information").EnumerateArray().Select(item => Bare(item.GetString() ?? string.Empty)).Where(item => item.Length > 0)]),
                Solution(kind, root.GetProperty("solution").GetString() ?? string.Empty));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Not the object that was asked for: perhaps the labels were used instead.
            return null;
        }
    }

    /// <summary>What follows the thoughts that some servers leave in the answer, with or without their opening mark.</summary>
    private static string Spoken(string text) =>
        text.LastIndexOf(EndOfThought, StringComparison.Ordinal) is >= 0 and int end ? text[(end + EndOfThought.Length)..] : text;

    private static string[] Lines(string text) => Spoken(text).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries);

    private static string Bare(string text) => text.Trim().Trim('*', '"').Trim();

    [GeneratedRegex(@"^\W*core\s+question\W*:\W*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CoreLabel();

    [GeneratedRegex(@"^\W*(?:problem-solving\s+)?information\W*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InformationLabel();

    [GeneratedRegex(@"^(?:\(?\d{1,2}[.)]\s+|[-*•]\s+)", RegexOptions.CultureInvariant)]
    private static partial Regex ItemMark();

    [GeneratedRegex(@"^\W*(?:solution|program)\W*:\**", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SolutionLabel();

    [GeneratedRegex(@"```[^\n`]*\n(.*?)(?:```|\z)", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^[^\w\n]*core\s+question\W*?:\**", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CoreLabelLine();

    [GeneratedRegex(@"^[^\w\n]*(?:problem-solving\s+)?information\W*?:\**", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex InformationLabelLine();

    [GeneratedRegex(@"^[^\w\n]*solution\W*?:\**", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex SolutionLabelLine();
}
