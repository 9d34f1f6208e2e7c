namespace KPDD;

/// <summary>Number words up to ninety-nine. "One" stays a word: it is a pronoun far more often than a quantity.</summary>
internal static class NumberWords
{
    private static readonly Dictionary<string, int> Small = new(StringComparer.OrdinalIgnoreCase)
    {
        ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9, ["ten"] = 10,
        ["eleven"] = 11, ["twelve"] = 12, ["thirteen"] = 13, ["fourteen"] = 14, ["fifteen"] = 15, ["sixteen"] = 16, ["seventeen"] = 17,
        ["eighteen"] = 18, ["nineteen"] = 19,
    };

    private static readonly Dictionary<string, int> Tens = new(StringComparer.OrdinalIgnoreCase)
    {
        ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["fifty"] = 50, ["sixty"] = 60, ["seventy"] = 70, ["eighty"] = 80, ["ninety"] = 90,
    };

    /// <summary>Value of a word such as <c>seven</c>, <c>forty</c> or <c>twenty-five</c>; null for any other word.</summary>
    public static int? Parse(string word)
    {
        if (Small.TryGetValue(word, out int value) || Tens.TryGetValue(word, out value))
        {
            return value;
        }

        int hyphen = word.IndexOf('-', StringComparison.Ordinal);
        return hyphen > 0 && Tens.TryGetValue(word[..hyphen], out int tens)
            ? word[(hyphen + 1)..].Equals("one", StringComparison.OrdinalIgnoreCase) ? tens + 1
            : Small.TryGetValue(word[(hyphen + 1)..], out int unit) && unit < 10 ? tens + unit : null
            : null;
    }
}
