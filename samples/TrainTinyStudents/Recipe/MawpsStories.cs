using System.Globalization;
using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Stories from MAWPS-style CSV files (masked text, prefix equation).</summary>
internal static class MawpsStories
{
    public static IEnumerable<Story> Read(string path) =>
        MaskedProblems.Read(path).Select(Convert).OfType<Story>();

    private static Story? Convert(MaskedProblem problem)
    {
        var tokens = new Queue<string>(problem.PrefixEquation.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Expression expression = Parse(tokens);
        return tokens.Count == 0 && expression is Operation
            ? new Story(problem.Id, problem.MaskedQuestion, problem.Numbers, expression)
            : null;
    }

    private static Expression Parse(Queue<string> tokens)
    {
        string token = tokens.Dequeue();
        if (token is "+" or "-" or "*" or "/")
        {
            Expression left = Parse(tokens);
            return new Operation(token[0], left, Parse(tokens));
        }

        return token.StartsWith("number", StringComparison.Ordinal)
            ? new Letter(Story.Letter(int.Parse(token.AsSpan(6), CultureInfo.InvariantCulture)))
            : new Constant(decimal.Parse(token, CultureInfo.InvariantCulture));
    }
}
