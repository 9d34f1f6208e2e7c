using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Finds calculations such as <c>9 eggs * $2 = $18</c> in text.</summary>
internal static partial class ArithmeticScanner
{
    // Words that change the value beside them: a calculation with one of them is not what its numbers say.
    private static readonly HashSet<string> Modifiers = new(StringComparer.OrdinalIgnoreCase)
    {
        "half", "twice", "double", "triple", "third", "thirds", "quarter", "quarters", "dozen", "dozens", "hundred", "thousand", "million", "billion", "squared", "cubed",
    };

    /// <summary>The calculations, in the order of the text.</summary>
    public static IReadOnlyList<ArithmeticCheck> Scan(string text)
    {
        string plain = AnswerNumberParser.Simplify(CalculatorMark().Replace(text, string.Empty));
        Match[] tokens = Token().Matches(plain).ToArray();
        var checks = new List<ArithmeticCheck>();
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Value == "=" && LeftSide(tokens, i - 1) is { } expression && RightSide(tokens, i + 1) is { } stated
                && ArithmeticExpression.TryEvaluate(expression, null, out AnswerNumber computed))
            {
                checks.Add(new ArithmeticCheck(expression, stated, computed));
            }
        }

        return checks;
    }

    private static string? LeftSide(Match[] tokens, int index)
    {
        var parts = new Stack<string>();
        bool wantsOperand = true;
        int operators = 0;
        int depth = 0;
        for (; index >= 0; index--)
        {
            Match token = tokens[index];
            if (token.Groups["number"].Success)
            {
                if (!wantsOperand)
                {
                    // "2(3 + 4)" multiplies without a sign; any other number before an expression belongs to the sentence.
                    if (parts.Peek() == "(")
                    {
                        return null;
                    }

                    break;
                }

                parts.Push(Number(token));
                wantsOperand = false;
            }
            else if (token.Groups["operator"].Success || IsTimes(tokens, index))
            {
                if (wantsOperand)
                {
                    return null;
                }

                parts.Push(Operator(token.Value));
                operators++;
                wantsOperand = true;
            }
            else if (token.Value is ")" or "(")
            {
                depth += token.Value == ")" ? 1 : -1;
                if (depth < 0 || (token.Value == ")") != wantsOperand)
                {
                    break;
                }

                parts.Push(token.Value);
            }
            else if (token.Groups["word"].Success && !Modifiers.Contains(token.Value) && token.Length > 1)
            {
                continue;
            }
            else if (token.Groups["word"].Success)
            {
                return null;
            }
            else
            {
                break;
            }
        }

        return operators > 0 && !wantsOperand && depth <= 0 ? string.Join(' ', parts) : null;
    }

    private static AnswerNumber? RightSide(Match[] tokens, int index)
    {
        bool minus = index < tokens.Length && tokens[index].Value == "-";
        index += minus ? 1 : 0;
        if (index >= tokens.Length || !tokens[index].Groups["number"].Success || !AnswerNumber.TryParse(tokens[index].Groups["digits"].Value, out AnswerNumber value))
        {
            return null;
        }

        // "= 3 + 4 = 7": the first right-hand side is a calculation itself, checked at its own equals sign.
        // "= 29/3" and "= 2 million" state other numbers than their first token.
        bool goesOn = index + 1 < tokens.Length
            && (tokens[index + 1].Groups["operator"].Success || IsTimes(tokens, index + 1) || Modifiers.Contains(tokens[index + 1].Value)
                || (tokens[index + 1].Groups["word"].Success && tokens[index + 1].Length == 1));
        return goesOn ? null : minus ? -value : value;
    }

    private static string Number(Match token) =>
        token.Groups["percent"].Success
            ? $"({token.Groups["digits"].Value.Replace(",", string.Empty, StringComparison.Ordinal)} / 100)"
            : token.Groups["digits"].Value.Replace(",", string.Empty, StringComparison.Ordinal);

    private static bool IsTimes(Match[] tokens, int index) =>
        tokens[index].Value is "x" or "X"
        && index > 0 && index + 1 < tokens.Length
        && tokens[index - 1].Value is not "=" && !tokens[index - 1].Groups["operator"].Success
        && tokens[index + 1].Groups["number"].Success
        && tokens[index].Index > tokens[index - 1].Index + tokens[index - 1].Length;

    private static string Operator(string token) => token switch
    {
        "x" or "X" or "×" or "·" => "*",
        "÷" => "/",
        _ => token,
    };

    [GeneratedRegex("<<[^<>]*>>")]
    private static partial Regex CalculatorMark();

    [GeneratedRegex(
        @"(?<number>[$€£]?\s?(?<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?<percent>\s?%)?)" +
        @"|(?<operator>\*\*|[+\-*/×·÷^])|(?<word>[\p{L}_][\p{L}'_-]*)|[=()]|(?<stop>[^\s])")]
    private static partial Regex Token();
}
