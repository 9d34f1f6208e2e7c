using System.Text.RegularExpressions;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>Turns a template and one of its questions into a problem.</summary>
internal sealed partial class TemplateRenderer(Lexicon lexicon)
{
    private const double CentsShare = 0.3;

    /// <summary>Renders a problem.</summary>
    /// <param name="template">The story.</param>
    /// <param name="question">One of its questions.</param>
    /// <param name="id">Id of the problem.</param>
    /// <param name="random">Source of every choice.</param>
    /// <exception cref="FormatException">The template is at fault: an unknown slot, a number missing in the text, or no fitting numbers.</exception>
    public SyntheticProblem Render(Template template, QuestionLine question, string id, Random random)
    {
        StoryPlan plan = StoryPlan.Choose(template, question, random);
        HashSet<char> money = [.. plan.Sentences.SelectMany(PatternText.DollarLetters)];
        NumberRequest request = Request(template, question, plan, money, random);
        IReadOnlyDictionary<char, decimal> values = new NumberBinder(random).Bind(request)
            ?? throw new FormatException("no numbers fit the answer; is it positive and whole for some values?");

        HashSet<char> attached = [.. plan.Sentences.SelectMany(PatternText.AttachedLetters)];
        var filler = new SlotFiller(lexicon, random, values.ToDictionary(
            pair => pair.Key,
            pair => NumberStyle.InText(pair.Value, money.Contains(pair.Key), attached.Contains(pair.Key), random)));
        string[] sentences = [.. plan.Sentences.Select(filler.Fill).Select(SentenceTidier.Tidy)];
        int[] story = [.. Enumerable.Range(0, sentences.Length).Where(i => i != plan.QuestionAt)];

        var solution = SolutionSteps.Create(
            question.Answer,
            values.ToDictionary(pair => pair.Key, pair => NumberStyle.InProgram(pair.Value, money.Contains(pair.Key))),
            plan.Letters.Select((letter, place) => (letter, place)).ToDictionary(pair => pair.letter, pair => pair.place));
        var needed = question.Answer.Letters.ToHashSet();
        return new SyntheticProblem(
            new MathProblem(id, string.Join(' ', sentences))
            {
                ExpectedAnswer = solution.Answer,
                Body = string.Join(' ', story.Select(i => sentences[i])),
                QuestionSentence = sentences[plan.QuestionAt],
            },
            new KeyPoints(
                sentences[plan.QuestionAt],
                [.. story.Where(i => PatternText.Letters(plan.Sentences[i]).Any(needed.Contains)).Select(i => sentences[i])]),
            new Rationale(RationaleKind.ProgramOfThought, solution.WriteProgram()),
            new Rationale(RationaleKind.ChainOfThought, solution.WriteChainOfThought()));
    }

    private static NumberRequest Request(Template template, QuestionLine question, StoryPlan plan, HashSet<char> money, Random random)
    {
        bool cents = money.Count > 0 && random.NextDouble() < CentsShare;
        return new NumberRequest(plan.Letters, question.Answer)
        {
            OtherAnswers = [.. template.Questions.Select(other => other.Answer).Where(other => other != question.Answer && other.Letters.All(plan.Letters.Contains))],
            Ranges = template.Ranges,
            Reserved = question.Answer.Constants.Concat(plan.Sentences.SelectMany(PatternText.WrittenNumbers)).ToHashSet(),
            CentLetters = cents ? money : [],
            TenthLetters = template.DecimalLetters,
            AllowsHundredths = cents || template.DecimalLetters.Count > 0,
            WholeAnswer = template.DecimalLetters.Count == 0 && CountingQuestion().IsMatch(plan.Question),
        };
    }

    [GeneratedRegex(@"\b[Hh]ow many (?!dollars|cents)")]
    private static partial Regex CountingQuestion();
}
