using System.Globalization;
using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Short programs with masked quantities: <c>v1 = number0 - number1 ; v2 = v1 * 12</c>; the last assignment is the answer.</summary>
internal static partial class MaskedProgram
{
    private const string AnswerName = "answer";

    /// <summary>The student's form of a Python program, or null when the program is more than a list of assignments of arithmetic.</summary>
    /// <remarks>Names given to a number or to another name fall away; a <c>def solution():</c> around the assignments, its docstring and comments too.</remarks>
    public static string? Mask(MaskedQuestion question, string program)
    {
        var lines = new List<string>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        string? answer = null;
        foreach (string line in Statements(program))
        {
            Match match = Assignment().Match(line);
            Match result = Return().Match(line);
            if ((!match.Success && !result.Success)
                || Expression(question, match.Success ? match.Groups[2].Value : result.Groups[1].Value, names) is not { } expression)
            {
                return null;
            }

            answer = expression;
            if (expression.Contains(' ', StringComparison.Ordinal))
            {
                answer = string.Create(CultureInfo.InvariantCulture, $"v{lines.Count + 1}");
                lines.Add($"{answer} = {expression}");
            }

            names[match.Success ? match.Groups[1].Value : AnswerName] = answer;
        }

        if (answer is null)
        {
            return null;
        }

        // The last assignment is the answer; where it is an earlier one, it is said again.
        string last = string.Create(CultureInfo.InvariantCulture, $"v{lines.Count}");
        if (answer != last)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"v{lines.Count + 1} = {answer}"));
        }

        return string.Join(" ; ", lines);
    }

    /// <summary>The Python program a student's output stands for. Unknown quantities stay as they are: Python will name them.</summary>
    public static string Unmask(MaskedQuestion question, string output)
    {
        string[] lines = output.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string program = string.Join('\n', lines.Select(l => QuantityName.Pattern().Replace(l, m => question.Literal(m.Value) ?? m.Value)));
        Match last = Assignment().Match(lines.LastOrDefault() ?? string.Empty);
        return last.Success ? $"{program}\n{AnswerName} = {last.Groups[1].Value}" : program;
    }

    private static IEnumerable<string> Statements(string program)
    {
        string plain = DocString().Replace(program.Replace("\r", string.Empty, StringComparison.Ordinal), string.Empty);
        return plain.Split(['\n', ';'])
            .Select(l => Comment().Replace(l, string.Empty).Trim())
            .Where(l => l.Length > 0 && !Definition().IsMatch(l));
    }

    private static string? Expression(MaskedQuestion question, string expression, Dictionary<string, string> names)
    {
        var parts = new List<string>();
        int position = 0;
        foreach (Match token in Token().Matches(expression))
        {
            if (!string.IsNullOrWhiteSpace(expression[position..token.Index]))
            {
                return null;
            }

            position = token.Index + token.Length;
            if (token.Groups["name"].Success)
            {
                if (!names.TryGetValue(token.Value, out string? name))
                {
                    return null;
                }

                parts.Add(name);
            }
            else
            {
                parts.Add(token.Groups["number"].Success ? MaskNumber(question, token.Value) : token.Value);
            }
        }

        return string.IsNullOrWhiteSpace(expression[position..]) && parts.Count > 0 ? string.Join(' ', parts) : null;
    }

    /// <summary>The name of the first quantity with this value; a number the question does not have is a constant.</summary>
    private static string MaskNumber(MaskedQuestion question, string number)
    {
        for (int i = 0; i < question.Quantities.Count; i++)
        {
            if (SameValue(question.Quantities[i], number))
            {
                return QuantityName.Of(i);
            }
        }

        return number;
    }

    private static bool SameValue(string first, string second) =>
        first == second
        || (decimal.TryParse(first, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal a)
            && decimal.TryParse(second, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal b)
            && a == b);

    [GeneratedRegex(@"^\s*([A-Za-z_]\w*)\s*=\s*(.+)$")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^return\s+(.+)$")]
    private static partial Regex Return();

    [GeneratedRegex(@"^def\s+\w+\s*\(\s*\)\s*:$")]
    private static partial Regex Definition();

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex DocString();

    [GeneratedRegex(@"#.*$")]
    private static partial Regex Comment();

    // No power sign: "2 * * 3" would be no program.
    [GeneratedRegex(@"(?<number>\(\d+/\d+\)|\d+(?:\.\d+)?|\.\d+)|(?<name>[A-Za-z_]\w*)|//|(?<!\*)\*(?!\*)|[-+/%()]")]
    private static partial Regex Token();
}
