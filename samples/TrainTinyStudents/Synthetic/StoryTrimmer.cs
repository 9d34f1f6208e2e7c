using System.Text.RegularExpressions;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>Leaves out the end of a story where the question does not need it, so that a question is seen with and without what follows.</summary>
internal static partial class StoryTrimmer
{
    /// <summary>Drops the last statements that hold numbers the answer does not use.</summary>
    /// <param name="plan">The story.</param>
    /// <param name="needed">Letters the answer uses.</param>
    /// <returns>The shorter story, or the same one where nothing can go.</returns>
    public static StoryPlan Trim(StoryPlan plan, IReadOnlySet<char> needed)
    {
        if (plan.QuestionAt != plan.Sentences.Count - 1 || RefersToMore().IsMatch(plan.Question))
        {
            return plan;
        }

        int end = plan.QuestionAt;
        while (end > 1 && !PatternText.Letters(plan.Sentences[end - 1]).Any(needed.Contains))
        {
            end--;
        }

        // Only statements with numbers are worth dropping, and nobody the question names may vanish with them.
        var dropped = plan.Sentences.Take(end..plan.QuestionAt);
        var told = plan.Sentences.Take(end).SelectMany(Subjects).ToHashSet();
        return dropped.SelectMany(PatternText.Letters).Any() && Subjects(plan.Question).All(told.Contains)
            ? new StoryPlan([.. plan.Sentences.Take(end), plan.Question], end)
            : plan;
    }

    /// <summary>The people and things a sentence speaks of; a pronoun counts as its person, a plural as its thing.</summary>
    private static IEnumerable<string> Subjects(string sentence) =>
        PatternText.Slot().Matches(sentence)
            .Where(match => match.Groups[2].Length > 0)
            .Select(match => match.Groups[1].Value.ToLowerInvariant() switch
            {
                "name" or "he" or "him" or "his" or "himself" => "name",
                var noun => noun[..Math.Min(3, noun.Length)],
            } + match.Groups[2].Value);

    /// <summary>Words by which a question points at something else that happens in the story.</summary>
    [GeneratedRegex(@"\b(?:if|before|after|until|when|while|instead|only|nobody|none|without|not|now|left|still|then|later|end|second|last|other|others|rest|these|those|kind|they|them|their|it|its|that|all|each)\b", RegexOptions.IgnoreCase)]
    private static partial Regex RefersToMore();
}
