namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Says whether two problems are the same but for a few words: the guard that keeps evaluation problems out of training.</summary>
internal sealed class Overlap
{
    /// <summary>From this share of common words on (|A and B| / |A or B|, quantities masked) two problems count as one.</summary>
    public const double Limit = 0.8;

    private readonly HashSet<string>[] kept;

    public Overlap(IEnumerable<string> keptApart) => kept = [.. keptApart.Select(Words)];

    /// <summary>True when the text is (nearly) one of the problems kept apart.</summary>
    public bool Hits(string text)
    {
        HashSet<string> words = Words(text);
        return Array.Exists(kept, k => Share(words, k) >= Limit);
    }

    private static double Share(HashSet<string> first, HashSet<string> second)
    {
        int common = first.Count(second.Contains);
        return (double)common / (first.Count + second.Count - common);
    }

    private static HashSet<string> Words(string text) =>
        [.. MaskedQuestion.Parse(text).Clauses.SelectMany(c => c.Masked.Split(' ')).Select(w => w.StartsWith("number", StringComparison.Ordinal) ? "number" : w)];
}
