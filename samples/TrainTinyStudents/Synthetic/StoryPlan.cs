using System.Text.RegularExpressions;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>The sentences of one problem before their blanks are filled: alternatives chosen, optional ones in or out.</summary>
/// <param name="Sentences">All sentences in reading order.</param>
/// <param name="QuestionAt">Which of them asks: mostly the last one.</param>
internal sealed partial record StoryPlan(IReadOnlyList<string> Sentences, int QuestionAt)
{
    private const double OptionalShare = 0.4;
    private const double ConditionShare = 0.12;
    private const double TrimShare = 0.5;
    private const int Attempts = 40;

    /// <summary>The sentence that asks.</summary>
    public string Question => Sentences[QuestionAt];

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
                plan = random.NextDouble() < TrimShare ? StoryTrimmer.Trim(plan, needed) : plan;
                return random.NextDouble() < ConditionShare ? plan.WithConditionInQuestion() : plan;
            }
        }

        string missing = string.Join(", ", needed.Except(plan!.Letters));
        throw new FormatException($"the answer needs {missing}, which the text does not hold");
    }

    private static StoryPlan ChooseOnce(Template template, QuestionLine question, HashSet<char> needed, Random random)
    {
        var sentences = new List<string>();
        foreach (BodyLine line in template.Body)
        {
            string text = PatternText.ChooseAlternatives(line.Pattern, random);
            if (!line.Optional || random.NextDouble() < OptionalShare || PatternText.Letters(text).Any(needed.Contains))
            {
                sentences.AddRange(PatternText.Sentences(text));
            }
        }

        sentences.AddRange(PatternText.Sentences(PatternText.ChooseAlternatives(question.Pattern, random)));
        int asking = sentences.FindLastIndex(sentence => sentence.TrimEnd('"').EndsWith('?'));
        return new StoryPlan(sentences, asking < 0 ? sentences.Count - 1 : asking);
    }

    /// <summary>Moves the last statement into the question, where it can stand there: "She ate 3. How many ..." becomes "If she ate 3, how many ...".</summary>
    private StoryPlan WithConditionInQuestion() =>
        QuestionAt == Sentences.Count - 1
        && QuestionAt > 1
        && Condition().Match(Sentences[^2]) is { Success: true } condition
        && PlainQuestion().IsMatch(Question)
            ? new StoryPlan(
                [.. Sentences.SkipLast(2), $"If {{{Lower(condition.Groups[1].Value)}{condition.Groups[2].Value}, {Lower(Question)}"],
                QuestionAt - 1)
            : this;

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    [GeneratedRegex(@"^\{((?:[Hh]e|name)\d\}\s)([^.?!]*)\.$")]
    private static partial Regex Condition();

    [GeneratedRegex(@"^(?:How|What)\b(?!.*\bif\b).*\?$")]
    private static partial Regex PlainQuestion();
}
