namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>An endless, repeatable stream of made-up arithmetic word problems.</summary>
/// <remarks>Every question of every template comes up once a round, in a new order each round, so that no template dominates. Safe for concurrent use.</remarks>
internal sealed class SyntheticProblems
{
    private readonly TemplateRenderer renderer;
    private readonly (Template Template, QuestionLine Question)[] pairs;

    /// <summary>Uses the given templates and words.</summary>
    public SyntheticProblems(IEnumerable<Template> templates, Lexicon lexicon)
    {
        renderer = new TemplateRenderer(lexicon);
        pairs = [.. templates.SelectMany(template => template.Questions, (template, question) => (template, question))];
    }

    /// <summary>Problems with both forms of the rationale, without end.</summary>
    /// <param name="seed">The same seed gives the same problems.</param>
    /// <exception cref="InvalidOperationException">There are no templates, or not one of them can be rendered.</exception>
    public IEnumerable<SyntheticProblem> GenerateProblems(int seed)
    {
        var random = new Random(seed);
        for (int number = 0; ;)
        {
            int before = number;
            (Template Template, QuestionLine Question)[] round = [.. pairs];
            random.Shuffle(round);
            foreach ((Template template, QuestionLine question) in round)
            {
                if (TryRender(template, question, $"synthetic-{template.Id}-{number}", random) is { } problem)
                {
                    number++;
                    yield return problem;
                }
            }

            if (number == before)
            {
                throw new InvalidOperationException("No template can be rendered; the verb 'validate' says why.");
            }
        }
    }

    private SyntheticProblem? TryRender(Template template, QuestionLine question, string id, Random random)
    {
        try
        {
            return renderer.Render(template, question, id, random);
        }
        catch (FormatException)
        {
            // A faulty template must not stop a training run; validation is where it is reported.
            return null;
        }
    }
}
