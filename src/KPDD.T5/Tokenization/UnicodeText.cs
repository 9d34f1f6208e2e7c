using System.Text;

namespace KPDD.T5;

/// <summary>Repairs of text that is not valid Unicode.</summary>
internal static class UnicodeText
{
    /// <summary>The text with U+FFFD for each half of a surrogate pair that lacks the other half.</summary>
    public static string WithoutLoneSurrogates(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var valid = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            valid.Append(rune);
        }

        return valid.ToString();
    }
}
