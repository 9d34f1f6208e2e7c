using System.Globalization;
using System.Text;

namespace KPDD;

/// <summary>
/// Text for students too small to copy. Quantities are masked; key points are pointers to the question's clauses, so that their text is always
/// the question's own; programs are short single assignments; a chain of thought leaves its arithmetic to the reader. Words of the story that the
/// question repeats are linked by marks (see the remarks).
/// </summary>
/// <remarks>
/// Links: <c>she saw number0 hens same0 on monday same1 ... how many hens same0 did she see on monday same1 ?</c>
/// Key student: <c>clause0 joan found number0 shells . clause1 how many ... ?</c> to <c>core clause1 info clause0</c>.
/// Solve student: <c>info joan found number0 shells . other ... core how many ... ?</c> (or, without key points, the clauses alone) to
/// <c>v1 = number0 - number1 ; v2 = v1 * number2</c> or <c>number0 - number1 = result0 . the answer is result0 .</c>
/// Channel student: the same program to <c>joan found number0 shells . how many ... ?</c>, without links, whose marks follow from the words.
/// </remarks>
public sealed class MaskedTextFormat : IStudentTextFormat
{
    private const string Core = "core";
    private const string Info = "info";
    private const string Other = "other";
    private const string Clause = "clause";

    /// <inheritdoc/>
    public string FormatKeyPointPrompt(MathProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var text = new StringBuilder();
        MaskedQuestion masked = MaskedQuestion.Parse(problem.Question);
        IReadOnlyList<string> clauses = QuestionLinks.Apply(masked.Clauses, masked.QuestionClause);
        for (int i = 0; i < clauses.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Clause}{i} {clauses[i]} ");
        }

        return text.ToString().TrimEnd();
    }

    /// <inheritdoc/>
    public string? FormatKeyPointTarget(MathProblem problem, KeyPoints keyPoints)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(keyPoints);
        MaskedQuestion masked = MaskedQuestion.Parse(problem.Question);
        IReadOnlyList<int> core = masked.FindClauses([keyPoints.CoreQuestion]);
        if (core.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Core} {Clause}{core[^1]} {Info}");
        foreach (int clause in masked.FindClauses(keyPoints.Information).Where(c => c != core[^1]))
        {
            text.Append(CultureInfo.InvariantCulture, $" {Clause}{clause}");
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public KeyPoints ParseKeyPoints(MathProblem problem, string output)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(output);
        MaskedQuestion masked = MaskedQuestion.Parse(problem.Question);
        int? core = null;
        var information = new SortedSet<int>();
        bool inCore = false;
        foreach (string word in output.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is Core or Info)
            {
                inCore = word == Core;
            }
            else if (Pointer(word) is { } clause && clause < masked.Clauses.Count)
            {
                if (inCore)
                {
                    core ??= clause;
                }
                else
                {
                    information.Add(clause);
                }
            }
        }

        if (core is not { } asked)
        {
            return KeyPoints.Empty;
        }

        information.Remove(asked);
        return new KeyPoints(masked.Clauses[asked].Text, [.. information.Select(i => masked.Clauses[i].Text)]);
    }

    /// <inheritdoc/>
    public string FormatSolvePrompt(SolveRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        MaskedQuestion masked = MaskedQuestion.Parse(request.Problem.Question);
        if (request.KeyPoints is not { CoreQuestion.Length: > 0 } points)
        {
            return string.Join(' ', QuestionLinks.Apply(masked.Clauses, masked.QuestionClause));
        }

        IReadOnlyList<int> core = masked.FindClauses([points.CoreQuestion]);
        IReadOnlyList<int> information = masked.FindClauses(points.Information);
        IReadOnlyList<string> clauses = QuestionLinks.Apply(masked.Clauses, core.Count > 0 ? core[^1] : masked.QuestionClause);
        return string.Join(' ', clauses.Select((clause, i) =>
            $"{(core.Contains(i) ? Core : information.Contains(i) ? Info : Other)} {clause}"));
    }

    /// <inheritdoc/>
    public string? FormatSolveTarget(SolveRequest request, Rationale rationale)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rationale);
        MaskedQuestion masked = MaskedQuestion.Parse(request.Problem.Question);
        return rationale.Kind == RationaleKind.ProgramOfThought
            ? MaskedProgram.Mask(masked, rationale.Text)
            : MaskedChain.Mask(masked, rationale.Text);
    }

    /// <inheritdoc/>
    public string? FormatChannelPrompt(MathProblem problem, Rationale rationale)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return FormatSolveTarget(new SolveRequest(problem), rationale);
    }

    /// <inheritdoc/>
    public string FormatChannelTarget(MathProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return string.Join(' ', MaskedQuestion.Parse(problem.Question).Clauses.Select(clause => clause.Masked));
    }

    /// <inheritdoc/>
    public Rationale ParseRationale(SolveRequest request, RationaleKind kind, string output)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(output);
        MaskedQuestion masked = MaskedQuestion.Parse(request.Problem.Question);
        return new Rationale(kind, kind == RationaleKind.ProgramOfThought ? MaskedProgram.Unmask(masked, output) : MaskedChain.Unmask(masked, output));
    }

    private static int? Pointer(string word) =>
        word.StartsWith(Clause, StringComparison.Ordinal) && int.TryParse(word.AsSpan(Clause.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : null;
}
