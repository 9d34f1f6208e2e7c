using System.Buffers;
using System.Text;

namespace KPDD.T5;

/// <summary>Repairs of text before it is cut into pieces.</summary>
internal static class UnicodeText
{
    // Those that SentencePiece's nmt rules map to nothing; tab, form feed and line ends are blanks there, the rest unknown.
    private static readonly SearchValues<char> RemovedControls = SearchValues.Create(
        [.. Enumerable.Range(0x01, 0x1F).Except([0x09, 0x0A, 0x0C, 0x0D]).Append(0x7F).Append(0x8F).Append(0x9F).Select(code => (char)code)]);

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

    /// <summary>The text without the control characters that SentencePiece's nmt normalisers take out; the tokenizer package leaves them in, as unknown characters.</summary>
    public static string WithoutControls(string text) =>
        text.AsSpan().ContainsAny(RemovedControls) ? string.Concat(text.Where(c => !RemovedControls.Contains(c))) : text;
}
