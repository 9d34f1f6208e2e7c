using System.Globalization;
using System.Text.RegularExpressions;
using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Turns a story into a distillation example with key points and both forms of the rationale.</summary>
internal static partial class StoryExamples
{
    /// <summary>The example, or null when the arithmetic cannot be carried out.</summary>
    public static SyntheticProblem? Create(Story story, string text, Random random)
    {
        IReadOnlyList<string> values = DistinctValues(story, random);
        string question = Mask().Replace(text, m => values[int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]);
        var literals = new Dictionary<char, string>();
        var positions = new Dictionary<char, int>();
        for (int i = 0; i < values.Count; i++)
        {
            literals[Story.Letter(i)] = values[i];
            positions[Story.Letter(i)] = i;
        }

        SolutionSteps steps;
        try
        {
            steps = SolutionSteps.Create(story.Expression, literals, positions);
        }
        catch (Exception e) when (e is InvalidOperationException or OverflowException or KeyNotFoundException)
        {
            return null; // a division by zero, or an equation over a number the text does not have
        }

        var problem = new MathProblem(story.Id, question) { ExpectedAnswer = steps.Answer };
        var program = new Rationale(RationaleKind.ProgramOfThought, steps.WriteProgram());
        return new SyntheticProblem(
            problem, ProgramKeyPoints.From(problem, program), program, new Rationale(RationaleKind.ChainOfThought, steps.WriteChainOfThought()));
    }

    /// <summary>
    /// The story's values if they tell the quantities apart, otherwise new ones: the masked text hides them anyway, and a program's literal must
    /// lead back to one quantity.
    /// </summary>
    private static IReadOnlyList<string> DistinctValues(Story story, Random random)
    {
        var constants = story.Expression.Constants.ToHashSet();
        decimal[] values = [.. story.Values.Select(v => decimal.Parse(v, NumberStyles.Float, CultureInfo.InvariantCulture))];
        if (values.Distinct().Count() == values.Length && !values.Any(constants.Contains))
        {
            return [.. values.Select(v => v.ToString("0.####", CultureInfo.InvariantCulture))];
        }

        var drawn = new List<int>();
        while (drawn.Count < values.Length)
        {
            int value = random.Next(2, 1000);
            if (!drawn.Contains(value) && !constants.Contains(value))
            {
                drawn.Add(value);
            }
        }

        return [.. drawn.Select(v => v.ToString(CultureInfo.InvariantCulture))];
    }

    [GeneratedRegex(@"\bnumber(\d+)\b")]
    private static partial Regex Mask();
}
