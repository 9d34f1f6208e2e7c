namespace KPDD;

/// <summary>Where a true share lies, as far as a sample tells.</summary>
/// <param name="Lower">Lower bound, 0 to 1.</param>
/// <param name="Upper">Upper bound, 0 to 1.</param>
public readonly record struct ConfidenceInterval(double Lower, double Upper)
{
    // Two-sided 95 % quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>Half of the width.</summary>
    public double HalfWidth => (Upper - Lower) / 2;

    /// <summary>The Wilson score interval at 95 % (Wilson 1927): sound for small samples and for shares near 0 and 1.</summary>
    /// <param name="successes">How many were right; 0 to <paramref name="total"/>.</param>
    /// <param name="total">How many there were; 0 gives the interval 0 to 1.</param>
    /// <returns>The interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of its range.</exception>
    public static ConfidenceInterval Wilson(int successes, int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, successes);
        if (total == 0)
        {
            return new ConfidenceInterval(0, 1);
        }

        double share = (double)successes / total;
        double scale = 1 + (Z * Z / total);
        double centre = (share + (Z * Z / (2 * total))) / scale;
        double half = Z * Math.Sqrt((share * (1 - share) / total) + (Z * Z / (4.0 * total * total))) / scale;
        double lower = successes == 0 ? 0 : Math.Max(0, centre - half);
        double upper = successes == total ? 1 : Math.Min(1, centre + half);
        return new ConfidenceInterval(lower, upper);
    }
}
