using System.Text.RegularExpressions;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>Gives a filled sentence proper spacing, articles and a capital letter.</summary>
internal static partial class SentenceTidier
{
    /// <summary>Tidies one sentence.</summary>
    public static string Tidy(string sentence)
    {
        string text = Spaces().Replace(sentence, " ").Trim();
        text = SpaceBeforeMark().Replace(text, "$1");
        text = DollarSpace().Replace(text, "$$");
        text = DoubledComma().Replace(text, "$1");
        text = Article().Replace(text, match => match.Groups[1].Value + (SoundsLikeVowel(match.Groups[2].Value) ? "n " : " ") + match.Groups[2].Value);
        return text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
    }

    private static bool SoundsLikeVowel(string word) =>
        char.IsAsciiDigit(word[0])
            ? word[0] == '8' || word is "11" or "18"
            : "aeiou".Contains(char.ToLowerInvariant(word[0]), StringComparison.Ordinal) ? !ConsonantSound().IsMatch(word) : SilentH().IsMatch(word);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@" +([,.?!;:%]|'s\b)")]
    private static partial Regex SpaceBeforeMark();

    [GeneratedRegex(@"\$ +")]
    private static partial Regex DollarSpace();

    [GeneratedRegex(@",+([,.?!])")]
    private static partial Regex DoubledComma();

    [GeneratedRegex(@"\b([Aa])n? (\w+)")]
    private static partial Regex Article();

    [GeneratedRegex(@"^(?:one|once|uni|use|user|used|euro|ukulele)", RegexOptions.IgnoreCase)]
    private static partial Regex ConsonantSound();

    [GeneratedRegex(@"^(?:hour|honest|honor)", RegexOptions.IgnoreCase)]
    private static partial Regex SilentH();
}
