using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>What holds for nearly every word problem about things: no answer is negative, and whole things stay whole.</summary>
/// <remarks>
/// A fractional answer is refused only when every number of the question is whole and no word of it speaks of money, a rate,
/// a share or an average, or when it needs more than two decimals. Counted on the training folds of MAWPS and ASDiv-A: with such a word 9 % of the answers are fractions, without one 2 %.
/// The rule is a prior, not a proof: it only orders candidates and never removes the last one.
/// </remarks>
public sealed partial class WordProblemPlausibility : IAnswerPlausibility
{
    // Cents, tenths of a mile: an answer such as 5.128205 comes from dividing what had to be multiplied.
    private const int MostDecimals = 2;

    /// <inheritdoc/>
    public bool IsPlausible(MathProblem problem, string answer)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return AnswerNumber.TryParse(answer, out AnswerNumber value)
            && value.Numerator.Sign >= 0
            && (value.IsInteger || (value.Decimals <= MostDecimals && MayBeFractional(problem.Question)));
    }

    private static bool MayBeFractional(string question) => FractionalNumber().IsMatch(question) || FractionalTopic().IsMatch(question);

    [GeneratedRegex(@"\d?\.\d|\d\s*/\s*\d|[¼½¾⅓⅔]")]
    private static partial Regex FractionalNumber();

    [GeneratedRegex(
        @"[$€£%]|\b(?:average|mean|speed|rate|ratio|fraction|half|halves|thirds?|quarters?|percent(?:age)?|costs?|prices?|paid|pay|earn(?:s|ed)?|money|dollars?|cents?|euros?|probability)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex FractionalTopic();
}
