using System.Numerics;

namespace KPDD;

/// <summary>Compares two evaluations of the same problems: a difference of two accuracies means little without it.</summary>
/// <param name="BothCorrect">Problems that both have right.</param>
/// <param name="OnlyFirst">Problems that only the first has right.</param>
/// <param name="OnlySecond">Problems that only the second has right.</param>
/// <param name="NeitherCorrect">Problems that neither has right.</param>
public sealed record PairedComparison(int BothCorrect, int OnlyFirst, int OnlySecond, int NeitherCorrect)
{
    /// <summary>Number of problems.</summary>
    public int Total => BothCorrect + OnlyFirst + OnlySecond + NeitherCorrect;

    /// <summary>Accuracy of the second less that of the first, -1 to 1; 0 when there are no problems.</summary>
    public double Difference => Total == 0 ? 0 : (double)(OnlySecond - OnlyFirst) / Total;

    /// <summary>Two-sided p-value of the exact McNemar test: how often chance alone would make the two differ at least so much.</summary>
    public double PValue
    {
        get
        {
            int discordant = OnlyFirst + OnlySecond;
            BigInteger term = BigInteger.One;
            BigInteger tail = BigInteger.One;
            for (int k = 1; k <= Math.Min(OnlyFirst, OnlySecond); k++)
            {
                term = term * (discordant - k + 1) / k;
                tail += term;
            }

            return Math.Min(1, DecimalExpansion.ToDouble(2 * tail, BigInteger.One << discordant));
        }
    }

    /// <summary>Compares two reports over the same problems, in any order.</summary>
    /// <param name="first">The first report.</param>
    /// <param name="second">The second report.</param>
    /// <param name="rule">Which answers count as right.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ArgumentException">The reports are not over the same problem ids; the message names one.</exception>
    public static PairedComparison Compare(EvaluationReport first, EvaluationReport second, AnswerRule rule = AnswerRule.Strict)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Dictionary<string, bool> others = second.Items.ToDictionary(i => i.Problem.Id, i => i.IsCorrect(rule), StringComparer.Ordinal);
        string? missing = first.Items.Select(i => i.Problem.Id).FirstOrDefault(id => !others.ContainsKey(id))
            ?? others.Keys.Except(first.Items.Select(i => i.Problem.Id)).FirstOrDefault();
        if (missing is not null)
        {
            throw new ArgumentException($"Problem '{missing}' is in one report only; a paired comparison needs the same problems in both.", nameof(second));
        }

        (bool First, bool Second)[] pairs = [.. first.Items.Select(i => (i.IsCorrect(rule), others[i.Problem.Id]))];
        return new PairedComparison(
            pairs.Count(p => p is (true, true)),
            pairs.Count(p => p is (true, false)),
            pairs.Count(p => p is (false, true)),
            pairs.Count(p => p is (false, false)));
    }
}
