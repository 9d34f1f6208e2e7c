using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Finds numbers inside a text.</summary>
internal static partial class NumberSearch
{
    // Text is model output of unbounded length; an answer stands at one of its ends.
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

    /// <summary>The first number of a text.</summary>
    public static bool TryFindFirst(string text, out AnswerNumber number)
    {
        Match match = Inside().Match(AnswerNumberParser.Simplify(text.Length > Window ? text[..Window] : text));
        number = default;
        return match.Success && AnswerNumberParser.TryRead(match, out number);
    }

    // A minus counts where it touches the number and cannot be a subtraction (5 - 3, 5-3) or a hyphen (room-3).
    // Clock times (3:30), ordinals (3rd) and names with digits (v1) hold no number.
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}_]|[0-9][.:])(?:(?<![0-9)%]\s*)(?<=^|[\s(\[=:<$*""])(?<minus>-))?(?:US)?[$€£¥₹]?\s?(?<minus>(?<=[$€£¥₹])-)?" +
        AnswerNumberParser.NumberPattern +
        @"(?![0-9]|:[0-9]|(?:st|nd|rd|th)\b)(?:\s+(?<scale>thousand|million|billion|trillion)\b)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Inside();
}
