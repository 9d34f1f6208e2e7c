using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>Reads MultiArith, AddSub and SingleEq: a JSON array of <c>iIndex, sQuestion, lSolutions</c>.</summary>
internal static partial class SolutionListReader
{
    /// <summary>The problems, in file order.</summary>
    public static IEnumerable<MathProblem> Read(DataFile file, DatasetFormat format)
    {
        int index = 0;
        foreach (JsonRecord record in JsonRecords.ReadArray(file))
        {
            // The sets have stray blanks around and within their questions.
            string question = WhiteSpace().Replace(record.RequireText("sQuestion"), " ").Trim();
            yield return new MathProblem(ProblemIds.ByIndex(format, file, index++), question)
            {
                ExpectedAnswer = record.RequireSingleNumber("lSolutions"),
            };
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
