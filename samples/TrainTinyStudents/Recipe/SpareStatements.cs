using System.Globalization;
using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>
/// Tells a real story with one statement more than its answer needs. MAWPS and ASDiv-A seldom tell too much, so a student that reads only them learns that every
/// quantity counts.
/// </summary>
internal sealed class SpareStatements
{
    private const string Hero = "0";
    private const string StoryThings = "{things0}";
    private const char Quantity = 'a';
    private static readonly string[] ThingCategories = ["item", "fruit", "vegetable", "animal", "food", "toy", "flower"];

    private readonly Lexicon lexicon;
    private readonly string[] patterns;
    private readonly Dictionary<string, bool> isFemale = new(StringComparer.Ordinal);
    private readonly HashSet<string> things;

    public SpareStatements(Lexicon lexicon)
    {
        this.lexicon = lexicon;
        patterns = [.. ReadPatterns()];
        foreach (bool female in (bool[])[true, false])
        {
            foreach (Noun name in lexicon.Words(female ? "female" : "male"))
            {
                isFemale[name.Singular] = female;
            }
        }

        things = [.. ThingCategories.SelectMany(lexicon.Words).Select(noun => noun.Plural)];
    }

    /// <summary>Checks every statement, with somebody and some things of a story put in.</summary>
    /// <returns>One line a fault; empty when all is well.</returns>
    public static IReadOnlyList<string> FindFaults(Lexicon lexicon)
    {
        var faults = new List<string>();
        foreach (string pattern in ReadPatterns())
        {
            try
            {
                var filler = new SlotFiller(lexicon, new Random(1), new Dictionary<char, string> { [Quantity] = "7" });
                filler.Introduce(Hero, "Nina", isFemale: true);
                filler.Fill(PatternText.ChooseAlternatives(pattern.Replace(StoryThings, "pens", StringComparison.Ordinal), new Random(1)));
            }
            catch (FormatException e)
            {
                faults.Add($"spare-statements.txt: '{pattern}': {e.Message}");
            }
        }

        return faults;
    }

    /// <summary>The story with a statement put in. Its equation stays: a quantity told in between comes last among the story's own.</summary>
    public Story AddTo(Story story, Random random)
    {
        string[] words = story.Text.Split(' ');
        string pattern = PatternText.ChooseAlternatives(Pattern(words, random), random);
        string value = NewValue(story, random);
        var filler = new SlotFiller(lexicon, random, new Dictionary<char, string> { [Quantity] = $"number{story.Values.Count}" });
        if (words.FirstOrDefault(isFemale.ContainsKey) is { } hero)
        {
            filler.Introduce(Hero, hero, isFemale[hero]);
        }

        string statement = filler.Fill(pattern.Replace(StoryThings, words.FirstOrDefault(things.Contains), StringComparison.Ordinal));
        List<int> places = Places(words);
        int place = places[random.Next(places.Count)];
        return story with
        {
            Text = string.Join(' ', [.. words[..place], statement, .. words[place..]]),
            Values = PatternText.Letters(pattern).Any() ? [.. story.Values, value] : story.Values,
        };
    }

    private static IEnumerable<string> ReadPatterns() =>
        EmbeddedText.Read("spare-statements.txt").Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0 && line[0] != '#');

    private string Pattern(string[] words, Random random)
    {
        bool hasThings = words.Any(things.Contains);
        string pattern;
        do
        {
            pattern = patterns[random.Next(patterns.Length)];
        }
        while (!hasThings && pattern.Contains(StoryThings, StringComparison.Ordinal));

        return pattern;
    }

    /// <summary>Where sentences begin: the statement may come right before the question, not after it.</summary>
    private static List<int> Places(string[] words) =>
        [0, .. Enumerable.Range(1, words.Length - 1).Where(i => words[i - 1] is "." or "!" or "?" && i < words.Length - 1)];

    private static string NewValue(Story story, Random random)
    {
        decimal[] taken = [.. story.Expression.Constants, .. story.Values.Select(v => decimal.Parse(v, NumberStyles.Float, CultureInfo.InvariantCulture))];
        int value;
        do
        {
            value = random.Next(2, random.Next(2) == 0 ? 20 : 200);
        }
        while (taken.Contains(value));

        return value.ToString(CultureInfo.InvariantCulture);
    }
}
