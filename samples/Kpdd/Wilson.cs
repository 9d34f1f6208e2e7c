namespace KPDD.Samples;

/// <summary>The Wilson score interval of a share, which stays inside 0 to 1 and holds for few items too.</summary>
internal static class Wilson
{
    private const double NormalQuantile = 1.959964; // 95 %, two-sided

    public static (double Low, double High) Interval(int hits, int total)
    {
        if (total == 0)
        {
            return (0, 1);
        }

        double share = (double)hits / total;
        double z2 = NormalQuantile * NormalQuantile / total;
        double centre = (share + (z2 / 2)) / (1 + z2);
        double half = NormalQuantile / (1 + z2) * Math.Sqrt((share * (1 - share) / total) + (z2 / (4 * total)));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
