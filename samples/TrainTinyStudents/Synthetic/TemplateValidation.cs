namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>Finds faults in template files before a training does.</summary>
internal static class TemplateValidation
{
    private const int RendersPerQuestion = 20;

    /// <summary>Parses all files and renders each question a number of times.</summary>
    /// <returns>One line a fault: file, line and reason. Empty when all is well.</returns>
    public static IReadOnlyList<string> FindFaults(IReadOnlyList<TemplateFile> files, Lexicon lexicon)
    {
        List<string> faults = [.. files.SelectMany(file => file.Errors)];
        Template[] templates = [.. files.SelectMany(file => file.Templates)];
        faults.AddRange(templates.GroupBy(template => template.Id).Where(group => group.Count() > 1)
            .Select(group => $"{group.Last().Source}: the id '{group.Key}' is taken by {group.First().Source}"));

        var renderer = new TemplateRenderer(lexicon);
        foreach (Template template in templates)
        {
            foreach (QuestionLine question in template.Questions)
            {
                if (FindFault(renderer, template, question) is { } fault)
                {
                    faults.Add($"{question.Source}: {template.Id}: {fault}");
                }
            }
        }

        return faults;
    }

    private static string? FindFault(TemplateRenderer renderer, Template template, QuestionLine question)
    {
        for (int seed = 0; seed < RendersPerQuestion; seed++)
        {
            try
            {
                string text = renderer.Render(template, question, "validation", new Random(seed)).Problem.Question;
                if (text.IndexOfAny(['{', '}', '[', ']', '|']) >= 0)
                {
                    return $"markup is left in '{text}'";
                }
            }
            catch (FormatException exception)
            {
                return exception.Message;
            }
        }

        return null;
    }
}
