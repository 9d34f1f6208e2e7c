namespace KPDD;

/// <summary>What every stage does with its student: check the arguments, refuse blank questions, generate one text a prompt.</summary>
internal static class StudentBatch
{
    /// <summary>Diagnostic of a blank question.</summary>
    public const string EmptyQuestion = "The question is empty.";

    /// <summary>The given format, else the one the student describes, else plain text.</summary>
    public static IStudentTextFormat FormatOf(ITextGenerator generator, IStudentTextFormat? format) =>
        format
        ?? (generator is IStudentModel student ? StudentTextFormats.For(student.Description) : new PlainTextFormat());

    /// <summary>Why a problem is not given to the model, or null.</summary>
    public static string? RefuseBlank(MathProblem problem) =>
        string.IsNullOrWhiteSpace(problem.Question) ? EmptyQuestion : null;

    /// <summary>A private, checked copy of the options.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static GenerationOptions? Copy(GenerationOptions? options)
    {
        options?.Validate();
        return options?.Clone();
    }

    /// <summary>A checked copy of the options for a stage that reads only the best hypothesis.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static GenerationOptions? CopyForOneHypothesis(GenerationOptions? options)
    {
        GenerationOptions? copy = Copy(options);
        copy?.NumReturnSequences = null;
        return copy;
    }

    /// <summary>Throws for a null list or a null item.</summary>
    /// <exception cref="ArgumentException">The list or an item is null.</exception>
    public static void RequireItems<T>(IReadOnlyList<T> items, string name)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(items, name);
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is null)
            {
                throw new ArgumentException($"Item {i} is null.", name);
            }
        }
    }

    /// <summary>Generates one text a prompt.</summary>
    /// <exception cref="BatchContractException">The generator gave another number of texts than prompts.</exception>
    public static async Task<IReadOnlyList<GeneratedText>> GenerateAsync(
        ITextGenerator generator, IReadOnlyList<string> prompts, GenerationOptions? options, CancellationToken cancellationToken)
    {
        IReadOnlyList<GeneratedText> texts = await generator.GenerateAsync(prompts, options, cancellationToken).ConfigureAwait(false);
        BatchContractException.ThrowUnlessOneEach(generator.GetType().Name, texts.Count, prompts.Count);
        return texts;
    }

    /// <summary>Scores texts.</summary>
    /// <exception cref="BatchContractException">The scorer gave another number of scores than texts.</exception>
    /// <exception cref="InvalidOperationException">A score is not a finite number.</exception>
    public static async Task<IReadOnlyList<double>> ScoreAsync(ITextScorer scorer, IReadOnlyList<PromptedText> texts, CancellationToken cancellationToken)
    {
        IReadOnlyList<double> scores = await scorer.ScoreAsync(texts, cancellationToken).ConfigureAwait(false);
        BatchContractException.ThrowUnlessOneEach(scorer.GetType().Name, scores.Count, texts.Count);
        return scores.All(double.IsFinite)
            ? scores
            : throw new InvalidOperationException(
                $"{scorer.GetType().Name} gave the score {scores.First(score => !double.IsFinite(score))}; a log-probability must be a finite number.");
    }
}
