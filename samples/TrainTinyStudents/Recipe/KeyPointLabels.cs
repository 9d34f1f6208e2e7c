using System.Text.RegularExpressions;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Key points read off a program: the clause that asks, and the clauses whose quantities the program uses.</summary>
internal static partial class KeyPointLabels
{
    public static KeyPoints From(MathProblem problem, Rationale program)
    {
        MaskedQuestion masked = MaskedQuestion.Parse(problem.Question);
        int core = masked.QuestionClause;
        if (core < 0 || new MaskedTextFormat().FormatSolveTarget(new SolveRequest(problem), program) is not { } target)
        {
            return KeyPoints.Empty;
        }

        HashSet<string> used = [.. Quantity().Matches(target).Select(m => m.Value)];
        return new KeyPoints(
            masked.Clauses[core].Text,
            [.. masked.Clauses.Where((c, i) => i != core && c.Quantities.Any(used.Contains)).Select(c => c.Text)]);
    }

    [GeneratedRegex(@"\bnumber\d+\b")]
    private static partial Regex Quantity();
}
