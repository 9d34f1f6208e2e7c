using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Finds the final answer in a chain of thought and says by which rule.</summary>
/// <remarks>
/// Of several marked answers the last one counts, so that examples echoed from a prompt do not win. Calculator marks (<c>&lt;&lt;48/2=24&gt;&gt;</c>) are passed over.
/// All members may be used from several threads at once.
/// </remarks>
public static partial class AnswerExtractor
{
    private const int MaxWords = 80;

    /// <summary>Finds the answer.</summary>
    /// <param name="text">The chain of thought; null is read as empty.</param>
    /// <param name="rule">Strict: only an answer that the text states (<c>#### n</c>, <c>&lt;n&gt;</c>, <c>\boxed{n}</c>, <c>the answer is n</c>). Lenient: else the last number.</param>
    /// <returns>The answer with its evidence; <see cref="ExtractedAnswer.None"/> when there is none.</returns>
    public static ExtractedAnswer Extract(string? text, AnswerRule rule = AnswerRule.Strict)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return ExtractedAnswer.None;
        }

        string plain = WithoutCalculatorMarks(text);
        ExtractedAnswer stated = LastStated(WithoutLatex(plain));
        if (stated.Found || rule == AnswerRule.Strict)
        {
            return stated;
        }

        return NumberSearch.TryFindLast(plain, out AnswerNumber number)
            ? new ExtractedAnswer(number.ToString(), AnswerEvidence.LastNumber)
            : ExtractedAnswer.None;
    }

    private static ExtractedAnswer LastStated(string text)
    {
        MatchCollection marks = Mark().Matches(text);
        for (int i = marks.Count - 1; i >= 0; i--)
        {
            ExtractedAnswer answer = Read(marks[i], text);
            if (answer.Found)
            {
                return answer;
            }
        }

        return ExtractedAnswer.None;
    }

    private static ExtractedAnswer Read(Match mark, string text)
    {
        if (mark.Groups["angle"] is { Success: true } angle)
        {
            return AnswerNumber.TryParse(angle.Value, out AnswerNumber number)
                ? new ExtractedAnswer(number.ToString(), AnswerEvidence.AngleBrackets)
                : ExtractedAnswer.None;
        }

        if (mark.Groups["boxed"] is { Success: true } boxed)
        {
            return new ExtractedAnswer(Value(boxed.Value), AnswerEvidence.Boxed);
        }

        string rest = text[(mark.Index + mark.Length)..];
        return mark.Groups["hash"].Success
            ? new ExtractedAnswer(Value(FirstLine(rest)), AnswerEvidence.HashMark)
            : new ExtractedAnswer(Value(FirstSentence(rest)), AnswerEvidence.Statement);
    }

    /// <summary>The number that a stated text says, else its words.</summary>
    private static string? Value(string stated)
    {
        // "10 + 5 = 15" states the right-hand side.
        string text = stated[(stated.LastIndexOf('=') + 1)..].Trim().Trim('<', '>', '*', '"', '`', ' ').Trim();
        if (AnswerNumber.TryParse(text, out AnswerNumber number))
        {
            return number.ToString();
        }

        string words = text.TrimEnd('.', '!', ' ');
        if (words.Length == 0)
        {
            return null;
        }

        bool holdsTimeOrRatio = TimeOrRatio().IsMatch(words);
        return !holdsTimeOrRatio && NumberSearch.TryFindFirst(words, out number) ? number.ToString()
            : words.Length <= MaxWords ? words
            : null;
    }

    private static string FirstLine(string text)
    {
        string trimmed = text.TrimStart(' ', '\t');
        int end = trimmed.IndexOfAny(['\n', '\r']);
        return end < 0 ? trimmed : trimmed[..end];
    }

    private static string FirstSentence(string text)
    {
        // The value may stand on the next line: "The answer is:\n18".
        string line = FirstLine(text.TrimStart());
        Match end = SentenceEnd().Match(line);
        return end.Success ? line[..(end.Index + 1)] : line;
    }

    private static string WithoutCalculatorMarks(string text) =>
        text.Contains("<<", StringComparison.Ordinal) ? CalculatorMark().Replace(text, string.Empty) : text;

    private static string WithoutLatex(string text) =>
        text.Contains('\\', StringComparison.Ordinal)
            ? LatexSpace().Replace(LatexText().Replace(LatexFraction().Replace(text, "$1/$2"), "$1"), string.Empty)
                .Replace("\\$", "$", StringComparison.Ordinal)
                .Replace("\\%", "%", StringComparison.Ordinal)
            : text;

    [GeneratedRegex(
        @"(?<hash>\#\#\#\#)|<\s*(?<angle>[^<>\n]{1,40})>|\\boxed\s*\{(?<boxed>[^{}]{1,200})\}" +
        @"|\banswers?\b(?:\s+to\s+[^.:\n]{1,60}?)?\s*(?:\*\*)?(?:(?:\s+(?:is|are|was|would\s+be|will\s+be|must\s+be|equals))(?:\s+(?:therefore|thus|then|approximately|about|simply|actually|given\s+by))?\s*[:=]?|\s*[:=])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    // A stop ends a sentence when white space or the end follows, but not within an abbreviation such as "p.m.".
    [GeneratedRegex(@"(?<!\b[\p{L}](?:\.[\p{L}])*)[.!?](?=\s|$)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[0-9]\s*:\s*[0-9]")]
    private static partial Regex TimeOrRatio();

    [GeneratedRegex("<<[^<>]*>>")]
    private static partial Regex CalculatorMark();

    [GeneratedRegex(@"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")]
    private static partial Regex LatexFraction();

    [GeneratedRegex(@"\\(?:text|mathrm|mathbf)\s*\{([^{}]*)\}")]
    private static partial Regex LatexText();

    [GeneratedRegex(@"\\[,!;: ]")]
    private static partial Regex LatexSpace();
}
