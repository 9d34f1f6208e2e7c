namespace KPDD.Core.Tests;

public class ConfidenceIntervalTests
{
    // Expected bounds: the closed form of the Wilson score interval, worked out with 30 decimal digits.
    [Theory]
    [InlineData(264, 1319, 0.179443, 0.222601)]
    [InlineData(0, 10, 0.0, 0.277533)]
    [InlineData(10, 10, 0.722467, 1.0)]
    [InlineData(1, 1, 0.206549, 1.0)]
    public void Wilson_KnownCounts_GivesKnownBounds(int right, int total, double lower, double upper)
    {
        ConfidenceInterval interval = ConfidenceInterval.Wilson(right, total);

        Assert.Equal(lower, interval.Lower, 1e-6);
        Assert.Equal(upper, interval.Upper, 1e-6);
        Assert.Equal((upper - lower) / 2, interval.HalfWidth, 1e-6);
    }

    [Fact]
    public void Wilson_NoProblems_SaysNothing() => Assert.Equal(new ConfidenceInterval(0, 1), ConfidenceInterval.Wilson(0, 0));

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    public void Wilson_ImpossibleCounts_IsMisuse(int right, int total) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(right, total));
}
