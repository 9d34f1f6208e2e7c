using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Reads <see cref="AnswerNumber"/>s from text.</summary>
internal static partial class AnswerNumberParser
{
    /// <summary>A number as people and programs write it; shared with the search for numbers inside a text.</summary>
    public const string NumberPattern =
        @"(?:(?<whole>[0-9]+)\s+(?<above>[0-9]+)\s*/\s*(?<below>[0-9]+)" +
        @"|(?<above>" + PlainPattern + @")(?:\s*/\s*(?<below>" + PlainPattern + @"))?)";

    // Blanks part thousands only in sums of money ($9 500): elsewhere they part two numbers.
    private const string PlainPattern =
        @"(?:(?<=[$€£¥₹]\s?)[0-9]{1,3}(?:\x20[0-9]{3})+(?![0-9])|[0-9]{1,3}(?:[,\u00A0\u2009\u202F][0-9]{3})+(?!,?[0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?|\.[0-9]+(?:[eE][+-]?[0-9]{1,4})?)";

    // Longer texts are never an answer and would cost quadratic time.
    private const int MaxLength = 400;
    private const int MaxExponent = 400;
    private static readonly SearchValues<char> NotPlain = SearchValues.Create("−–‒½¼¾⅓⅔⁄*");

    /// <summary>Reads a text that is one number as a whole.</summary>
    public static bool TryParse(string? text, out AnswerNumber number)
    {
        number = default;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        Match match = Whole().Match(Simplify(text));
        return match.Success && TryRead(match, out number);
    }

    /// <summary>Writes signs and vulgar fractions with plain characters.</summary>
    public static string Simplify(string text)
    {
        if (!text.AsSpan().ContainsAny(NotPlain))
        {
            return text;
        }

        return text
            .Replace('−', '-').Replace('–', '-').Replace('‒', '-').Replace('⁄', '/')
            .Replace("**", string.Empty, StringComparison.Ordinal)
            .Replace("½", " 1/2", StringComparison.Ordinal)
            .Replace("¼", " 1/4", StringComparison.Ordinal)
            .Replace("¾", " 3/4", StringComparison.Ordinal)
            .Replace("⅓", " 1/3", StringComparison.Ordinal)
            .Replace("⅔", " 2/3", StringComparison.Ordinal);
    }

    /// <summary>Value of a match that holds the groups of <see cref="NumberPattern"/> and, where present, <c>minus</c> and <c>scale</c>.</summary>
    public static bool TryRead(Match match, out AnswerNumber number)
    {
        number = default;
        if (!TryReadPlain(match.Groups["above"].Value, out AnswerNumber value))
        {
            return false;
        }

        if (match.Groups["below"].Success)
        {
            if (!TryReadPlain(match.Groups["below"].Value, out AnswerNumber below) || below.Numerator.IsZero)
            {
                return false;
            }

            value /= below;
        }

        if (match.Groups["whole"].Success)
        {
            value += new AnswerNumber(BigInteger.Parse(match.Groups["whole"].Value, CultureInfo.InvariantCulture), 1);
        }

        value *= Scale(match.Groups["scale"].Value);
        number = match.Groups["minus"].Captures.Count % 2 == 1 ? -value : value;
        return true;
    }

    private static bool TryReadPlain(string text, out AnswerNumber number)
    {
        number = default;
        int exponent = 0;
        int mark = text.IndexOfAny(['e', 'E']);
        if (mark >= 0)
        {
            exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        if (Math.Abs(exponent) > MaxExponent)
        {
            return false;
        }

        int point = text.IndexOf('.', StringComparison.Ordinal);
        string digits = string.Concat(text.Where(char.IsAsciiDigit));
        exponent -= point < 0 ? 0 : text.Length - point - 1;
        BigInteger value = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        BigInteger power = BigInteger.Pow(10, Math.Abs(exponent));
        number = exponent >= 0 ? new AnswerNumber(value * power, 1) : new AnswerNumber(value, power);
        return true;
    }

    private static AnswerNumber Scale(string word) => word.ToUpperInvariant() switch
    {
        "HUNDRED" => 100,
        "THOUSAND" => 1_000,
        "MILLION" => 1_000_000,
        "BILLION" => 1_000_000_000,
        "TRILLION" => 1_000_000_000_000,
        _ => 1,
    };

    // Sign and currency in either order; then the number, or the number in brackets as in -(1/3); then scale word, unit and stop.
    // A unit is words without digits; letters stuck to the number are a unit unless they make it an ordinal (3rd) or a clock time.
    [GeneratedRegex(
        @"^\s*\+?(?<minus>-)?\s*(?:(?:US)?[$€£¥₹]\s*(?<minus>-)?)?(?:" + NumberPattern + @"|\(\s*" + NumberPattern + @"\s*\))" +
        @"(?:\s*(?<scale>hundred|thousand|million|billion|trillion)\b)?" +
        @"(?:\s*(?:[%°€£$¥]|\([^()0-9]*\)|(?!(?:st|nd|rd|th|am|pm|a\.m|p\.m)\b)\s*[\p{L}][^0-9:;=+*]{0,60})){0,3}\s*[.,!]?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();
}
