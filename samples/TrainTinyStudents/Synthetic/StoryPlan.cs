using System.Text.RegularExpressions;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>The sentences of one problem before their blanks are filled: alternatives chosen, optional ones in or out.</summary>
/// <param name="Body">The sentences of the story, in order.</param>
/// <param name="Question">The sentence that asks.</param>
internal sealed partial record StoryPlan(IReadOnlyList<string> Body, string Question)
{
    private const double OptionalShare = 0.4;
    private const double ConditionShare = 0.12;
    private const int Attempts = 40;

    /// <summary>All sentences in reading order.</summary>
    public IEnumerable<string> Sentences => Body.Append(Question);

    /// <summary>Letters in reading order, each once.</summary>
    public IReadOnlyList<char> Letters => [.. Sentences.SelectMany(PatternText.Letters).Distinct()];

    /// <summary>Chooses the sentences.</summary>
    /// <exception cref="FormatException">A number that the answer needs does not occur in the text.</exception>
    public static StoryPlan Choose(Template template, QuestionLine question, Random random)
    {
        var needed = question.Answer.Letters.ToHashSet();
        StoryPlan? plan = null;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            plan = ChooseOnce(template, question, needed, random);
            if (needed.IsSubsetOf(plan.Letters))
            {
                return random.NextDouble() < ConditionShare ? plan.WithConditionInQuestion() : plan;
            }
        }

        string missing = string.Join(", ", needed.Except(plan!.Letters));
        throw new FormatException($"the answer needs {missing}, which the text does not hold");
    }

    private static StoryPlan ChooseOnce(Template template, QuestionLine question, HashSet<char> needed, Random random)
    {
        var body = new List<string>();
        foreach (BodyLine line in template.Body)
        {
            string text = PatternText.ChooseAlternatives(line.Pattern, random);
            if (!line.Optional || random.NextDouble() < OptionalShare || PatternText.Letters(text).Any(needed.Contains))
            {
                body.AddRange(PatternText.Sentences(text));
            }
        }

        string[] asked = [.. PatternText.Sentences(PatternText.ChooseAlternatives(question.Pattern, random))];
        int core = Math.Max(Array.FindLastIndex(asked, sentence => sentence.TrimEnd('"').EndsWith('?')), 0);
        if (core != asked.Length - 1)
        {
            throw new FormatException("the question must end with its asking sentence");
        }

        body.AddRange(asked[..core]);
        return new StoryPlan(body, asked[core]);
    }

    /// <summary>Moves the last statement into the question, where it can stand there: "She ate 3. How many ..." becomes "If she ate 3, how many ...".</summary>
    private StoryPlan WithConditionInQuestion() =>
        Body.Count > 1 && Condition().Match(Body[^1]) is { Success: true } condition && PlainQuestion().IsMatch(Question)
            ? new StoryPlan(
                [.. Body.SkipLast(1)],
                $"If {{{char.ToLowerInvariant(condition.Groups[1].Value[0])}{condition.Groups[1].Value[1..]}{condition.Groups[2].Value}, {char.ToLowerInvariant(Question[0])}{Question[1..]}")
            : this;

    [GeneratedRegex(@"^\{((?:[Hh]e|name)\d\}\s)([^.?!]*)\.$")]
    private static partial Regex Condition();

    [GeneratedRegex(@"^(?:How|What)\b(?!.*\bif\b).*\?$")]
    private static partial Regex PlainQuestion();
}
