namespace KPDD;

/// <summary>Finds problems by their question, blind to case, white space and the shape of quotes.</summary>
internal sealed class QuestionIndex
{
    private readonly Dictionary<string, MathProblem> problems = new(StringComparer.Ordinal);

    /// <summary>Indexes problems; of two with one question the first is kept.</summary>
    public QuestionIndex(IReadOnlyList<MathProblem> problems)
    {
        foreach (MathProblem problem in problems)
        {
            this.problems.TryAdd(Key(problem.Question), problem);
        }
    }

    /// <summary>The problem with this question, or null.</summary>
    public MathProblem? Find(string question) => problems.GetValueOrDefault(Key(question));

    private static string Key(string question) => string.Concat(question
        .Where(c => !char.IsWhiteSpace(c))
        .Select(c => c switch
        {
            '‘' or '’' => '\'',
            '“' or '”' => '"',
            '–' or '—' or '−' => '-',
            _ => char.ToLowerInvariant(c),
        }));
}
