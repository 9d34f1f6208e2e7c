using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Exchanges names and nouns of a story for others of the same kind, the same way throughout, so that a student does not learn a story by its words.</summary>
internal sealed class WordSwapper
{
    private static readonly string[] NounCategories = ["item", "fruit", "vegetable", "animal", "food", "toy", "flower", "tree", "clothing", "container", "vehicle", "drink"];

    // Nouns that mostly stand for something else where a text has them in the singular: "how many can he buy", "they watch television".
    private static readonly HashSet<string> SeldomNouns = ["can", "watch", "top", "ring", "stick", "string", "nail", "key", "date", "duck", "seal", "bear"];

    private readonly Dictionary<string, (string Category, bool Plural)> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Noun[]> words = new(StringComparer.Ordinal);

    public WordSwapper(Lexicon lexicon)
    {
        foreach (string category in (string[])[.. NounCategories, "female", "male"])
        {
            words[category] = [.. lexicon.Words(category).Select(n => new Noun(n.Singular.ToLowerInvariant(), n.Plural.ToLowerInvariant())).Where(n => !n.Singular.Contains(' ', StringComparison.Ordinal))];
            foreach (Noun noun in words[category])
            {
                known.TryAdd(noun.Plural, (category, true));
                if (category is "female" or "male")
                {
                    known[noun.Singular] = (category, false);
                }
                else if (!SeldomNouns.Contains(noun.Singular))
                {
                    known.TryAdd(noun.Singular, (category, false));
                }
            }
        }
    }

    /// <summary>The text with each known name and noun exchanged with the given probability.</summary>
    public string Swap(string text, Random random, double probability)
    {
        var chosen = new Dictionary<string, Noun?>(StringComparer.Ordinal);
        string[] tokens = text.Split(' ');
        for (int i = 0; i < tokens.Length; i++)
        {
            string token = tokens[i].ToLowerInvariant();
            if (!known.TryGetValue(token, out var kind))
            {
                continue;
            }

            string key = kind.Plural ? SingularOf(kind.Category, token) : token;
            if (!chosen.TryGetValue(key, out Noun? noun))
            {
                Noun[] choices = words[kind.Category];
                chosen[key] = noun = random.NextDouble() < probability ? choices[random.Next(choices.Length)] : null;
            }

            if (noun is not null)
            {
                tokens[i] = kind.Plural ? noun.Plural : noun.Singular;
            }
        }

        return string.Join(' ', tokens);
    }

    private string SingularOf(string category, string plural) => words[category].First(n => n.Plural == plural).Singular;
}
