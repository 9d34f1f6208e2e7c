namespace KPDD;

/// <summary>Key points read off a teacher's program, for data sets whose teacher wrote programs but no key points.</summary>
/// <remarks>The core question is the clause that asks; the information is the clauses that hold a quantity the program uses. Thread-safe.</remarks>
public static class ProgramKeyPoints
{
    /// <summary>Reads the key points.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="program">A program of thought that solves it.</param>
    /// <returns>The key points in the problem's own words; <see cref="KeyPoints.Empty"/> when the program is more than assignments of arithmetic.</returns>
    public static KeyPoints From(MathProblem problem, Rationale program)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(program);
        MaskedQuestion masked = MaskedQuestion.Parse(problem.Question);
        int core = masked.QuestionClause;
        if (core < 0 || MaskedProgram.Mask(masked, program.Text) is not { } text)
        {
            return KeyPoints.Empty;
        }

        HashSet<string> used = [.. QuantityName.Pattern().Matches(text).Select(m => m.Value)];
        return new KeyPoints(
            masked.Clauses[core].Text,
            [.. masked.Clauses.Where((c, i) => i != core && c.Quantities.Any(used.Contains)).Select(c => c.Text)]);
    }
}
