using System.Text.RegularExpressions;

namespace KPDD;

/// <summary>What holds for nearly every word problem about things: no answer is negative, and whole things stay whole.</summary>
/// <remarks>
/// A fractional answer is refused only when every number of the question is whole and no word of it speaks of money, a rate,
/// a share or an average. The rule is a prior, not a proof: it only orders candidates and never removes the last one.
/// </remarks>
public sealed partial class WordProblemPlausibility : IAnswerPlausibility
{
    private const double WholeNumberTolerance = 1e-9;

    /// <inheritdoc/>
    public bool IsPlausible(MathProblem problem, string answer)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (!NumberText.TryParse(answer, out double value))
        {
            return false;
        }

        return value >= 0 && (IsWhole(value) || MayBeFractional(problem.Question));
    }

    private static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) <= WholeNumberTolerance * Math.Max(1, Math.Abs(value));

    private static bool MayBeFractional(string question) => FractionalNumber().IsMatch(question) || FractionalTopic().IsMatch(question);

    [GeneratedRegex(@"\d?\.\d|\d\s*/\s*\d|[¼½¾⅓⅔]")]
    private static partial Regex FractionalNumber();

    [GeneratedRegex(
        @"[$€£%]|\b(?:average|mean|speed|rate|ratio|fraction|half|halves|thirds?|quarters?|percent(?:age)?|costs?|prices?|paid|pay|earn(?:s|ed)?|money|dollars?|cents?|euros?|pounds?|per|miles|kilometers|meters|feet|inch(?:es)?|yards?|liters|gallons?|ounces?|kilograms|hours?|minutes?|tall|long|weighs?|share[ds]?\s+equally)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex FractionalTopic();
}
