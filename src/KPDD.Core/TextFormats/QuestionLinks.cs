using System.Globalization;

namespace KPDD;

/// <summary>
/// Links the words of a story to the words of its question: both are followed by the same mark, <c>same0</c>, <c>same1</c> ... in the order of the question.
/// </summary>
/// <remarks>
/// To answer "how many more kids on monday than on tuesday" a student must find the quantities near "monday" and "tuesday". Without links it has to
/// learn to compare any two words; with them, ten marks.
/// </remarks>
internal static class QuestionLinks
{
    /// <summary>Most linked words.</summary>
    public const int MaxLinks = 10;

    private static readonly HashSet<string> FunctionWords = new(
        ("a an the of in on at to for from by with and or but if then than that this these those there here it its he she they them him her his their i you we our my your "
        + "is are was were be been being am do does did done has have had will would can could should may might must not no "
        + "how many much what which who whom whose when where why long far some any all each every one more less fewer most "
        + "as so up down out off over into onto about also only just now after before s").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The clauses' masked texts with marks.</summary>
    public static IReadOnlyList<string> Apply(IReadOnlyList<MaskedClause> clauses, int question)
    {
        if (question < 0)
        {
            return [.. clauses.Select(c => c.Masked)];
        }

        HashSet<string> told = [.. clauses.Where((_, i) => i != question).SelectMany(c => c.Masked.Split(' ')).Select(Stem).OfType<string>()];
        var links = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string stem in clauses[question].Masked.Split(' ').Select(Stem).OfType<string>())
        {
            if (links.Count < MaxLinks && told.Contains(stem))
            {
                links.TryAdd(stem, links.Count);
            }
        }

        return [.. clauses.Select(c => string.Join(' ', c.Masked.Split(' ').Select(word =>
            Stem(word) is { } stem && links.TryGetValue(stem, out int link) ? string.Create(CultureInfo.InvariantCulture, $"{word} same{link}") : word)))];
    }

    /// <summary>A word without its usual endings; null for function words, quantities and marks.</summary>
    private static string? Stem(string word)
    {
        if (word.Length < 2 || !word.All(c => char.IsLetter(c) || c == '-') || FunctionWords.Contains(word) || word == QuantityName.Prefix)
        {
            return null;
        }

        string stem = word switch
        {
            { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
            { Length: > 5 } when word.EndsWith("ing", StringComparison.Ordinal) => word[..^3],
            { Length: > 4 } when word.EndsWith("ed", StringComparison.Ordinal) || word.EndsWith("es", StringComparison.Ordinal) => word[..^2],
            { Length: > 3 } when word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) => word[..^1],
            _ => word,
        };
        return stem.Length > 3 && stem[^1] is 'e' or 'y' ? stem[..^1] : stem;
    }
}
