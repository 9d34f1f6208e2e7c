namespace KPDD.T5;

/// <summary>The meaning of each sentinel in <see cref="LosslessTextEncoding"/>. Trained students depend on the numbers: append, never reorder.</summary>
internal static class LosslessSymbols
{
    /// <summary>Texts of the sentinels from 0 on.</summary>
    public static readonly IReadOnlyList<string> Texts =
    [
        // Line ends, with the indentation of the next line and with a trailing space before them.
        "\n", "\n    ", "\n        ", "\n            ", "\n                ",
        " \n", " \n    ", " \n        ", "\n\n", "\r\n", "\r", "\t",

        // Spaces that plain T5 text loses: leading, trailing, doubled, and those beside another sentinel.
        " ", "  ", "    ", "        ",

        // Characters without a piece, with the spaces that usually stand around them.
        "<", " <", " < ", "<=", " <= ",
        "{", " {", "}", "} ",
        "^", " ^ ", "~", " ~", "`", " `", "` ", "\\", " \\",

        // Nothing: parts two runs of pieces that would merge otherwise.
        "",
    ];

    /// <summary>Sentinels that write a code point in hexadecimal digits, at the far end of the hundred.</summary>
    public const int FirstDigit = 68, FirstLastDigit = 84, Count = 100;

    /// <summary>Sentinel of the empty text.</summary>
    public static readonly int Separator = IndexOf("");

    private static readonly Dictionary<char, int[]> ByFirstCharacter = Enumerable.Range(0, Texts.Count)
        .Where(index => Texts[index].Length > 0)
        .OrderByDescending(index => Texts[index].Length)
        .GroupBy(index => Texts[index][0])
        .ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>The sentinel with exactly this text.</summary>
    public static int IndexOf(string text) => ((IList<string>)Texts).IndexOf(text);

    /// <summary>The sentinel with the longest text that <paramref name="rest"/> starts with; -1 for none.</summary>
    public static int Match(ReadOnlySpan<char> rest)
    {
        if (ByFirstCharacter.TryGetValue(rest[0], out int[]? candidates))
        {
            foreach (int index in candidates)
            {
                if (rest.StartsWith(Texts[index]))
                {
                    return index;
                }
            }
        }

        return -1;
    }
}
