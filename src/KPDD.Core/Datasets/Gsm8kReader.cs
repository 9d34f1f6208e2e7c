using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Reads GSM8K: JSON lines whose answer ends with <c>#### n</c>.</summary>
internal static partial class Gsm8kReader
{
    private const string AnswerMark = "####";

    /// <summary>The problems, in file order.</summary>
    public static IEnumerable<MathProblem> Read(DataFile file) => Records(file).Select(r => r.Problem);

    /// <summary>The problems with their human solutions, without calculator marks such as <c>&lt;&lt;48/2=24&gt;&gt;</c>.</summary>
    public static IEnumerable<(MathProblem Problem, string Solution)> ReadWithSolutions(DataFile file) =>
        Records(file).Select(r => (r.Problem, Solution(r.Answer, r.Problem.ExpectedAnswer!)));

    private static IEnumerable<(MathProblem Problem, string Answer)> Records(DataFile file)
    {
        int index = 0;
        foreach (JsonRecord record in JsonRecords.ReadLines(file))
        {
            string id = ProblemIds.ByIndex(DatasetFormat.Gsm8k, file, index++);
            string answer = record.RequireText("answer");
            yield return (new MathProblem(id, record.RequireText("question").Trim()) { ExpectedAnswer = Gold(record, answer) }, answer);
        }
    }

    private static string Gold(JsonRecord record, string answer)
    {
        int mark = answer.LastIndexOf(AnswerMark, StringComparison.Ordinal);
        if (mark < 0)
        {
            throw record.Error("'answer' must end with '#### ' and the gold number; it has no '####'.");
        }

        string gold = answer[(mark + AnswerMark.Length)..].Trim();
        return AnswerNumber.TryParse(gold, out AnswerNumber number)
            ? number.ToString()
            : throw record.Error($"'answer' must end with '#### ' and the gold number; found '{gold}'.");
    }

    private static string Solution(string answer, string gold)
    {
        string steps = answer[..answer.LastIndexOf(AnswerMark, StringComparison.Ordinal)].Trim();
        return $"{CalculatorMark().Replace(steps, string.Empty)}\nThe answer is {gold}.";
    }

    [GeneratedRegex("<<[^<>]*>>")]
    private static partial Regex CalculatorMark();
}
