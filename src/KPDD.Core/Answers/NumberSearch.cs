using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Finds numbers inside a text.</summary>
internal static partial class NumberSearch
{
    // Text is model output of unbounded length; an answer stands near the end.
    private const int Window = 2_000;

    /// <summary>The last number of a text.</summary>
    public static bool TryFindLast(string text, out AnswerNumber number)
    {
        string tail = AnswerNumberParser.Simplify(text.Length > Window ? text[^Window..] : text);
        number = default;
        bool found = false;
        foreach (Match match in Inside().Matches(tail))
        {
            if (AnswerNumberParser.TryRead(match, out AnswerNumber value))
            {
                number = value;
                found = true;
            }
        }

        return found;
    }

    /// <summary>The first number of a text, when it starts within <paramref name="maxOffset"/> characters.</summary>
    public static bool TryFindFirst(string text, int maxOffset, out AnswerNumber number)
    {
        number = default;
        Match match = Inside().Match(AnswerNumberParser.Simplify(text.Length > Window ? text[..Window] : text));
        return match.Success && match.Index <= maxOffset && AnswerNumberParser.TryRead(match, out number);
    }

    // A minus counts only where it cannot be a subtraction (5 - 3, 5-3) or a hyphen (room-3). Clock times and ordinals hold no number.
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}.:,])(?:(?<![\p{L}\p{N})%]\s*)(?<minus>-)\s?)?(?:US)?[$€£¥₹]?\s?" + AnswerNumberParser.NumberPattern +
        @"(?![0-9]|:[0-9]|st\b|nd\b|rd\b|th\b)(?:\s+(?<scale>thousand|million|billion|trillion)\b)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Inside();
}
