using System.Globalization;
using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>One token of a question: a word, a number or a mark.</summary>
/// <param name="Start">First character in the question.</param>
/// <param name="End">Character after the last.</param>
/// <param name="Text">Lower-case text.</param>
/// <param name="Literal">For a number, how a program writes it (<c>1250</c>, <c>0.5</c>, <c>(1/2)</c>); otherwise null.</param>
internal sealed partial record QuestionToken(int Start, int End, string Text, string? Literal)
{
    /// <summary>Splits a question into tokens.</summary>
    public static List<QuestionToken> Split(string question)
    {
        var tokens = new List<QuestionToken>();
        foreach (Match match in Token().Matches(question))
        {
            string text = match.Value;
            string? literal = match.Groups["number"].Success ? NumberLiteral(text) : NumberWords.Parse(text)?.ToString(CultureInfo.InvariantCulture);
            tokens.Add(new QuestionToken(match.Index, match.Index + match.Length, Fold(text), literal));
        }

        return tokens;
    }

    private static string NumberLiteral(string text)
    {
        // Digits of other scripts are digits in a question and none in Python.
        string plain = string.Concat(text.Where(c => c != ',').Select(c => char.IsDigit(c) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)) : c));
        if (plain.Contains('/', StringComparison.Ordinal))
        {
            return $"({string.Join('/', plain.Split('/').Select(Digits))})";
        }

        // Python refuses leading zeros ("007"), and "5.0" is the integer 5 in every data set used here.
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            ? value.ToString("0.############", CultureInfo.InvariantCulture)
            : Digits(plain);
    }

    /// <summary>The number without leading zeros.</summary>
    private static string Digits(string number) => number.TrimStart('0') is { Length: > 0 } digits ? digits : "0";

    private static string Fold(string text) => text switch
    {
        "’" or "‘" or "`" => "'",
        "“" or "”" => "\"",
        "–" or "—" => "-",
        _ => text.ToLowerInvariant(),
    };

    // Numbers: 1,250 | 12.5 | .5 | 1/2, not inside a word (A4) and not an ordinal (3rd). Words keep inner hyphens and a trailing 's apart.
    [GeneratedRegex(@"(?<number>(?<![\p{L}\d])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+/\d+(?![\d/])|\d+(?:\.\d+)?|\.\d+)(?!\d)(?!(?:st|nd|rd|th)\b))|\p{L}+(?:-\p{L}+)*|\d+\p{L}*|[^\s\p{C}]")]
    private static partial Regex Token();
}
