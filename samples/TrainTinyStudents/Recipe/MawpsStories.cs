using System.Globalization;
using System.Text.RegularExpressions;
using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>Stories from MAWPS-style CSV files (masked text, prefix equation).</summary>
internal static partial class MawpsStories
{
    public static IEnumerable<Story> Read(string path) =>
        MaskedProblems.Read(path).Select(Convert).OfType<Story>();

    private static Story? Convert(MaskedProblem problem)
    {
        string letters = Mask().Replace(problem.ToInfixEquation(), mask =>
            Story.Letter(int.Parse(mask.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ToString());
        return ExpressionParser.Parse(letters) is Operation operation
            ? new Story(problem.Id, problem.MaskedQuestion, problem.Numbers, operation)
            : null;
    }

    [GeneratedRegex("number([0-9]+)")]
    private static partial Regex Mask();
}
