using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Brings the gold answers of data sets into one form: number text without unit.</summary>
internal static partial class GoldAnswer
{
    /// <summary>
    /// Numbers become canonical (<c>51.0</c> to <c>51</c>, <c>1,080</c> to <c>1080</c>); fractions, ratios, words and several values stay as text,
    /// with units in brackets taken off each value.
    /// </summary>
    public static string Normalise(string text)
    {
        string[] values = [.. text.Split(';').Select(v => NormaliseOne(v.Trim()))];
        return string.Join("; ", values.Where(v => v.Length > 0));
    }

    private static string NormaliseOne(string value)
    {
        string bare = Unit().Replace(value, string.Empty);
        if (bare.Length > 0 && bare != "-")
        {
            value = bare;
        }

        return !value.Contains('/', StringComparison.Ordinal) && AnswerNumber.TryParse(value, out AnswerNumber number)
            ? number.ToString()
            : WhiteSpace().Replace(value, " ");
    }

    [GeneratedRegex(@"\s*\([^()]*\)$")]
    private static partial Regex Unit();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
