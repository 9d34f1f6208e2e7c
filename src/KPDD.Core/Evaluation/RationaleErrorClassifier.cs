namespace KPDD;

/// <summary>Why a rationale went wrong; the classes of DUP prompting (arXiv 2404.14963).</summary>
public enum RationaleErrorClass
{
    /// <summary>The answer is right.</summary>
    None,

    /// <summary>A calculation gives another result than the rationale states.</summary>
    Calculation,

    /// <summary>The calculations hold, but there are fewer of them than the gold solution needs.</summary>
    StepMissing,

    /// <summary>The calculations hold and are enough, so the problem was understood wrongly.</summary>
    Understanding,

    /// <summary>There is no answer to judge: no rationale, no number, or a program that failed.</summary>
    NoAnswer,
}

/// <summary>Sorts wrong answers by what went wrong. A heuristic: it works out the calculations again and counts steps, but does not read.</summary>
/// <remarks>All members may be used from several threads at once.</remarks>
public static class RationaleErrorClassifier
{
    private static readonly char[] Operators = ['+', '-', '*', '/'];

    /// <summary>Classifies one item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="gold">A right solution to count steps in; null: the problem's equation, where it has one.</param>
    /// <param name="rule">Which answers count as right.</param>
    /// <returns>The class.</returns>
    public static RationaleErrorClass Classify(EvaluationItem item, Rationale? gold = null, AnswerRule rule = AnswerRule.Strict)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.IsCorrect(rule))
        {
            return RationaleErrorClass.None;
        }

        if (item.Result.Status != SolveStatus.Solved || string.IsNullOrWhiteSpace(item.Result.Rationale.Text))
        {
            return RationaleErrorClass.NoAnswer;
        }

        Rationale given = item.Result.Rationale;
        if (given.Kind == RationaleKind.ChainOfThought && ArithmeticCheck.FindAll(given.Text).Any(c => !c.IsRight))
        {
            return RationaleErrorClass.Calculation;
        }

        int? needed = gold is not null ? CountOperations(gold) : item.Problem.Equation?.Split(' ').Sum(CountOperators);
        return needed is { } count && CountOperations(given) < count ? RationaleErrorClass.StepMissing : RationaleErrorClass.Understanding;
    }

    private static int CountOperations(Rationale rationale) => rationale.Kind == RationaleKind.ChainOfThought
        ? ArithmeticCheck.FindAll(rationale.Text).Sum(c => CountOperators(c.Expression))
        : rationale.Text.Split('\n').Sum(line => CountOperators(line.Split('#')[0]));

    private static int CountOperators(string text) => text.Count(c => Operators.Contains(c));
}
