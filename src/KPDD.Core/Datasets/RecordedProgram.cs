using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>A recorded program of assignments, with its Python form where it is plain arithmetic.</summary>
/// <param name="Problem">The problem, with its gold answer.</param>
/// <param name="Source">The program as recorded.</param>
/// <param name="Teacher">Who wrote it.</param>
public sealed partial record RecordedProgram(MathProblem Problem, string Source, string Teacher)
{
    /// <summary>
    /// The assignments in Python, one an element (<c>v3 = v1 * v2</c>), the last one holding the answer;
    /// null when the program is more than plain assignments (equations to solve, lists, functions, unknowns).
    /// </summary>
    public IReadOnlyList<string>? Assignments { get; private init; }

    /// <summary>The value of the last assignment, computed exactly; null when the program is not plain.</summary>
    public AnswerNumber? Value { get; private init; }

    /// <summary>True when <see cref="Assignments"/> is there.</summary>
    public bool IsPlain => Assignments is not null;

    /// <summary>The program as an example of training.</summary>
    /// <returns>The example with a Python program whose last assignment is to <c>answer</c>, or null when the program is not plain.</returns>
    public DistillationExample? ToExample()
    {
        if (Assignments is not { Count: > 0 } lines)
        {
            return null;
        }

        string last = "answer" + lines[^1][lines[^1].IndexOf(" =", StringComparison.Ordinal)..];
        return new DistillationExample(Problem)
        {
            Rationale = new Rationale(RationaleKind.ProgramOfThought, string.Join('\n', lines.SkipLast(1).Append(last))),
            Teacher = Teacher,
        };
    }

    /// <summary>Reads a program in Wolfram syntax; line breaks and semicolons part statements.</summary>
    internal static RecordedProgram FromWolfram(MathProblem problem, string source, string teacher)
    {
        var program = new RecordedProgram(problem, source, teacher);
        var variables = new Dictionary<string, AnswerNumber>(StringComparer.Ordinal);
        var lines = new List<string>();
        AnswerNumber value = default;
        foreach (string statement in source.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Match match = Assignment().Match(statement);
            if (!match.Success || !ArithmeticExpression.TryEvaluate(match.Groups[2].ValueSpan, variables, out value))
            {
                return program;
            }

            variables[match.Groups[1].Value] = value;
            lines.Add($"{match.Groups[1].Value} = {match.Groups[2].Value.Replace("^", " ** ", StringComparison.Ordinal)}");
        }

        return lines.Count == 0 ? program : program with { Assignments = lines, Value = value };
    }

    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9]*)\s*=\s*([^=].*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();
}
