namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>A noun in both numbers; words without a plural carry the same form twice.</summary>
internal sealed record Noun(string Singular, string Plural);

/// <summary>The words that fill a story's blanks, by category.</summary>
/// <remarks>
/// The file has sections <c>[singular-slot plural-slot ...]</c> with comma-separated entries, each <c>word</c> or <c>word/plural</c>.
/// A section with one slot name holds words that have no plural.
/// </remarks>
internal sealed class Lexicon
{
    private readonly Dictionary<string, (string Category, bool Plural)> slots = [];
    private readonly Dictionary<string, List<Noun>> categories = [];

    /// <summary>Reads the embedded word lists.</summary>
    public static Lexicon ReadEmbedded() => Parse(EmbeddedText.Read("lexicon.txt"));

    /// <summary>Reads word lists.</summary>
    public static Lexicon Parse(string text)
    {
        var lexicon = new Lexicon();
        List<Noun> nouns = [];
        bool hasPlural = false;
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                string[] names = line.Trim('[', ']').Split(' ');
                hasPlural = names.Length > 1;
                lexicon.categories[names[0]] = nouns = [];
                for (int i = 0; i < names.Length; i++)
                {
                    lexicon.slots[names[i]] = (names[0], Plural: i > 0);
                }

                continue;
            }

            nouns.AddRange(line.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => ParseNoun(word, hasPlural)));
        }

        return lexicon;
    }

    /// <summary>The words of a category.</summary>
    public IReadOnlyList<Noun> Words(string category) => categories[category];

    /// <summary>Finds the category that a slot name draws from, and whether it asks for the plural.</summary>
    public bool TryFindSlot(string slot, out string category, out bool plural)
    {
        bool found = slots.TryGetValue(slot, out (string Category, bool Plural) entry);
        (category, plural) = (entry.Category ?? string.Empty, entry.Plural);
        return found;
    }

    private static Noun ParseNoun(string word, bool hasPlural)
    {
        int slash = word.IndexOf('/', StringComparison.Ordinal);
        return slash >= 0 ? new Noun(word[..slash], word[(slash + 1)..]) : new Noun(word, hasPlural ? RegularPlural(word) : word);
    }

    private static string RegularPlural(string word) => word switch
    {
        [.., 's' or 'x' or 'z'] or [.., 'c' or 's', 'h'] => word + "es",
        [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] => word[..^1] + "ies",
        _ => word + "s",
    };
}
