using System.Numerics;
using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Decides whether a given answer is the expected one.</summary>
/// <remarks>
/// Whole numbers are compared exactly. Where one side has a fraction, a difference of <see cref="AbsoluteTolerance"/>, or of a share of
/// <see cref="RelativeTolerance"/> when the expected number is no whole number, is taken for the noise of floating-point programs and of rounded gold answers.
/// All members may be used from several threads at once.
/// </remarks>
public static partial class AnswerComparer
{
    /// <summary>Share of the expected number by which a given number may differ when the expected number is not whole: 1e-4.</summary>
    public const double RelativeTolerance = 1e-4;

    /// <summary>Absolute difference that is taken for floating-point noise: 1e-6.</summary>
    public const double AbsoluteTolerance = 1e-6;

    private static readonly AnswerNumber Relative = new(1, 10_000);
    private static readonly AnswerNumber Absolute = new(1, 1_000_000);

    // A double carries 15 to 16 digits: large whole results of float programs are off by more than the absolute tolerance.
    private static readonly AnswerNumber DoubleNoise = new(1, 1_000_000_000_000);

    /// <summary>Compares two answers in text.</summary>
    /// <param name="given">The answer to judge; null or blank never matches.</param>
    /// <param name="expected">The gold answer: a number, several values parted by <c>;</c>, a ratio, a time or words; null never matches.</param>
    /// <param name="rule">
    /// Strict: <paramref name="given"/> as a whole is the answer (currency, unit and final stop aside). Lenient: also the last number in it,
    /// and a number rounded to two or more decimals equals the number it stands for.
    /// </param>
    /// <returns>True when they are the same answer.</returns>
    public static bool Matches(string? given, string? expected, AnswerRule rule = AnswerRule.Strict)
    {
        if (string.IsNullOrWhiteSpace(given) || string.IsNullOrWhiteSpace(expected))
        {
            return false;
        }

        if (expected.Contains(';', StringComparison.Ordinal))
        {
            string[] givenValues = Values(given, allowCommas: true);
            string[] expectedValues = Values(expected, allowCommas: false);
            return givenValues.Length == expectedValues.Length && givenValues.Zip(expectedValues).All(pair => Matches(pair.First, pair.Second, rule));
        }

        if (!AnswerNumber.TryParse(expected, out AnswerNumber gold))
        {
            return MatchesText(given, expected, rule);
        }

        return (AnswerNumber.TryParse(given, out AnswerNumber number) || (rule == AnswerRule.Lenient && NumberSearch.TryFindLast(given, out number)))
            && AreEqual(number, gold, rule);
    }

    /// <summary>Compares two numbers.</summary>
    /// <param name="given">The number to judge.</param>
    /// <param name="expected">The gold number.</param>
    /// <param name="rule">Strict: equal but for floating-point noise and the rounding of the gold number. Lenient: either may be the other one rounded.</param>
    /// <returns>True when they are the same answer.</returns>
    public static bool AreEqual(AnswerNumber given, AnswerNumber expected, AnswerRule rule = AnswerRule.Strict)
    {
        if (given == expected)
        {
            return true;
        }

        if (given.IsInteger && expected.IsInteger)
        {
            return false;
        }

        AnswerNumber difference = (given - expected).Abs();
        AnswerNumber share = expected.IsInteger ? DoubleNoise : Relative;
        return difference <= Absolute
            || difference <= expected.Abs() * share
            || IsRounded(expected, given)
            || (rule == AnswerRule.Lenient && IsRounded(given, expected));
    }

    // 13.33 stands for 13.333...; fewer than two decimals or two digits say too little (0.3 is not 1/3).
    private static bool IsRounded(AnswerNumber rounded, AnswerNumber full) =>
        rounded.Decimals is { } decimals and >= 2
        && BigInteger.Abs(rounded.Numerator) * BigInteger.Pow(10, decimals) / rounded.Denominator >= 10
        && full.Round(decimals) == rounded;

    private static bool MatchesText(string given, string expected, AnswerRule rule)
    {
        string wanted = Normalise(expected);
        string text = Normalise(given);
        return text == wanted
            || (rule == AnswerRule.Lenient && wanted.Length > 0 && $" {text} ".Contains($" {wanted} ", StringComparison.Ordinal));
    }

    private static string[] Values(string text, bool allowCommas)
    {
        bool semicolons = text.Contains(';', StringComparison.Ordinal);
        string trimmed = text.Trim().Trim('[', ']', '(', ')');
        IEnumerable<string> values = semicolons || !allowCommas ? (semicolons ? text : trimmed).Split(';') : ListSeparator().Split(trimmed);
        return [.. values.Select(v => Unit().Replace(v.Trim(), string.Empty))];
    }

    private static string Normalise(string text) =>
        WhiteSpace().Replace(text.Trim().TrimEnd('.', '!').ToUpperInvariant().Replace('’', '\'').Replace('−', '-'), " ")
            .Replace(" :", ":", StringComparison.Ordinal).Replace(": ", ":", StringComparison.Ordinal)
            .Replace("P.M", "PM", StringComparison.Ordinal).Replace("A.M", "AM", StringComparison.Ordinal);

    [GeneratedRegex(@"\s*,\s+(?:and\s+)?|\s+and\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ListSeparator();

    [GeneratedRegex(@"(?<=[0-9])\s*\([^()]*\)$")]
    private static partial Regex Unit();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
