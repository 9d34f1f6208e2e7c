using KPDD.TrainTinyStudents.Recipe;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>What the command line offers on synthetic problems.</summary>
internal static class SyntheticVerbs
{
    /// <summary>Prints samples.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Which ones.</param>
    /// <param name="only">Beginning of the template ids to show; null shows all.</param>
    public static void Print(int count, int seed, string? only)
    {
        var templates = TemplateFile.ReadEmbedded().SelectMany(file => file.Templates)
            .Where(template => only is null || template.Id.StartsWith(only, StringComparison.Ordinal));
        foreach (SyntheticProblem sample in new SyntheticProblems(templates, Lexicon.ReadEmbedded()).GenerateProblems(seed).Take(count))
        {
            Console.WriteLine($"# {sample.Problem.Id}");
            Console.WriteLine(sample.Problem.Question);
            Console.WriteLine($"  core: {sample.KeyPoints.CoreQuestion}");
            Console.WriteLine($"  information: {string.Join(" | ", sample.KeyPoints.Information)}");
            Console.WriteLine($"  program: {sample.ProgramOfThought.Text.ReplaceLineEndings("; ")}");
            Console.WriteLine($"  chain: {sample.ChainOfThought.Text.ReplaceLineEndings(" ")}");
            Console.WriteLine();
        }
    }

    /// <summary>Checks all template files and spare statements and prints their sizes and faults.</summary>
    /// <returns>True when there are no faults.</returns>
    public static bool Validate()
    {
        IReadOnlyList<TemplateFile> files = TemplateFile.ReadEmbedded();
        Lexicon lexicon = Lexicon.ReadEmbedded();
        IReadOnlyList<string> faults = [.. TemplateValidation.FindFaults(files, lexicon), .. SpareStatements.FindFaults(lexicon)];
        foreach (string fault in faults)
        {
            Console.Error.WriteLine(fault);
        }

        Template[] templates = [.. files.SelectMany(file => file.Templates)];
        Console.WriteLine($"{files.Count} files, {templates.Length} templates, {templates.Sum(template => template.Questions.Count)} questions, {faults.Count} faults");
        return faults.Count == 0;
    }
}
