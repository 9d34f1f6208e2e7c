using System.Globalization;
using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Numbers in answers.</summary>
internal static partial class NumberText
{
    /// <summary>Reads a number, a fraction <c>1/2</c> or a Python <c>Fraction(1, 2)</c>.</summary>
    public static bool TryParse(string? text, out double value)
    {
        value = 0;
        if (text is null || Shape().Match(text) is not { Success: true } match)
        {
            return false;
        }

        value = double.Parse(match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        if (match.Groups["below"] is { Success: true } below)
        {
            value /= double.Parse(below.Value, CultureInfo.InvariantCulture);
        }

        return double.IsFinite(value);
    }

    /// <summary>The number a program left, as text; null when its value is no number.</summary>
    public static string? FromProgram(ProgramResult result) =>
        result.Succeeded && TryParse(result.Value, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : null;

    /// <summary>The last number of a chain of thought.</summary>
    public static string? FromChainOfThought(string text) =>
        AnyNumber().Matches(text).LastOrDefault()?.Value.Replace(",", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(?:[A-Za-z_.]+\(\s*)?['""]?(?<number>[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:\s*[,/]\s*(?<below>\d+))?['""]?\s*\)?\s*$")]
    private static partial Regex Shape();

    [GeneratedRegex(@"-?\d[\d,]*(?:\.\d+)?")]
    private static partial Regex AnyNumber();
}
