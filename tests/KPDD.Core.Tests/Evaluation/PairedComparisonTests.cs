namespace KPDD.Core.Tests;

public class PairedComparisonTests
{
    [Fact]
    public void Compare_TwoReports_CountsThePairs()
    {
        PairedComparison comparison = PairedComparison.Compare(
            EvaluationSamples.Report(true, true, false, false), EvaluationSamples.Report(true, false, true, false));

        Assert.Equal(new PairedComparison(1, 1, 1, 1), comparison);
        Assert.Equal((4, 0.0, 1.0), (comparison.Total, comparison.Difference, comparison.PValue));
    }

    // Two-sided exact McNemar: twice the binomial tail at 1/2.
    [Theory]
    [InlineData(0, 0, 1.0)]
    [InlineData(0, 5, 0.0625)]
    [InlineData(5, 0, 0.0625)]
    [InlineData(1, 9, 0.021484375)]
    [InlineData(3, 3, 1.0)]
    public void PValue_KnownCounts_IsExact(int onlyFirst, int onlySecond, double expected) =>
        Assert.Equal(expected, new PairedComparison(10, onlyFirst, onlySecond, 10).PValue, 1e-12);

    [Fact]
    public void PValue_ThousandsOfPairs_DoesNotOverflow()
    {
        Assert.InRange(new PairedComparison(0, 3000, 3100, 0).PValue, 0.19, 0.21);
        Assert.InRange(new PairedComparison(0, 1000, 4000, 0).PValue, 0, 1e-100);
    }

    [Fact]
    public void Difference_SecondBetter_IsPositive() => Assert.Equal(0.1, new PairedComparison(5, 1, 2, 2).Difference, 12);

    [Fact]
    public void Compare_OtherProblems_IsMisuse()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => PairedComparison.Compare(EvaluationSamples.Report(true), EvaluationSamples.Report(true, false)));

        Assert.Contains("'p1'", error.Message, StringComparison.Ordinal);
    }
}
