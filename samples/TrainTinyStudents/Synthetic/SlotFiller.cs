namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>Fills the slots of one problem; the same slot gets the same word in every sentence.</summary>
internal sealed class SlotFiller(Lexicon lexicon, Random random, IReadOnlyDictionary<char, string> numbers)
{
    private const double TitleShare = 0.06;
    private static readonly HashSet<string> Determiners = ["the", "a", "an", "his", "her", "their", "this", "that", "our", "my", "each", "every", "another", "one"];
    private readonly Dictionary<string, Person> people = [];
    private readonly Dictionary<string, Noun> nouns = [];
    private readonly HashSet<string> used = [];

    /// <summary>Makes somebody known, whom <c>{name}</c> and the pronouns with this index then mean.</summary>
    public void Introduce(string index, string name, bool isFemale) => people[index] = new Person(name, isFemale);

    /// <summary>Fills a sentence.</summary>
    /// <exception cref="FormatException">A slot is unknown.</exception>
    public string Fill(string sentence) => PatternText.Slot().Replace(sentence, match =>
    {
        string name = match.Groups[1].Value;
        string index = match.Groups[2].Value;
        string slot = char.ToLowerInvariant(name[0]) + name[1..];
        string text = Word(slot, index, sentence[..match.Index]);
        return char.IsUpper(name[0]) ? char.ToUpperInvariant(text[0]) + text[1..] : text;
    });

    private string Word(string slot, string index, string before)
    {
        if (slot.Length == 1 && index.Length == 0 && numbers.TryGetValue(slot[0], out string? number))
        {
            return number;
        }

        if (index.Length == 0)
        {
            throw new FormatException($"the slot {{{slot}}} needs an index such as {{{slot}1}}");
        }

        switch (slot)
        {
            case "name": return PersonOf(index).Name;
            case "he": return PersonOf(index).IsFemale ? "she" : "he";
            case "him": return PersonOf(index).IsFemale ? "her" : "him";
            case "his": return PersonOf(index).IsFemale ? "her" : "his";
            case "himself": return PersonOf(index).IsFemale ? "herself" : "himself";
        }

        if (!lexicon.TryFindSlot(slot, out string category, out bool plural))
        {
            throw new FormatException($"the slot {{{slot}{index}}} is unknown");
        }

        Noun noun = NounOf(category, index);
        return plural ? noun.Plural : WithoutSecondArticle(noun.Singular, before);
    }

    private Person PersonOf(string index)
    {
        if (!people.TryGetValue(index, out Person? person))
        {
            bool female = random.Next(2) == 0;
            string name = random.NextDouble() < TitleShare
                ? (female ? "Mrs. " : "Mr. ") + Unused("surname").Singular
                : Unused(female ? "female" : "male").Singular;
            people[index] = person = new Person(name, female);
        }

        return person;
    }

    private Noun NounOf(string category, string index)
    {
        string key = category + index;
        return nouns.TryGetValue(key, out Noun? noun) ? noun : nouns[key] = Unused(category);
    }

    private Noun Unused(string category)
    {
        IReadOnlyList<Noun> words = lexicon.Words(category);
        Noun noun = words[random.Next(words.Count)];
        for (int attempt = 0; attempt < 100 && !used.Add(noun.Singular); attempt++)
        {
            noun = words[random.Next(words.Count)];
        }

        return noun;
    }

    /// <summary>Places come with their article ("the park"); after "his" or "a" it is dropped.</summary>
    private static string WithoutSecondArticle(string word, string before)
    {
        if (!word.StartsWith("the ", StringComparison.Ordinal))
        {
            return word;
        }

        string last = before.TrimEnd().Split(' ')[^1];
        return Determiners.Contains(last.ToLowerInvariant()) || last.StartsWith("{his", StringComparison.OrdinalIgnoreCase) ? word[4..] : word;
    }

    private sealed record Person(string Name, bool IsFemale);
}
