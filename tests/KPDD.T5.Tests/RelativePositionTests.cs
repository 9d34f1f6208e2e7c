namespace KPDD.T5.Tests;

public class RelativePositionTests
{
    // 32 buckets and a maximal distance of 128, worked out by hand from the reference formula.
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(-1, 1, 1)]
    [InlineData(1, 17, 0)]
    [InlineData(-7, 7, 7)]
    [InlineData(7, 23, 0)]
    [InlineData(-8, 8, 8)]
    [InlineData(-11, 8, 11)]
    [InlineData(-12, 9, 12)]
    [InlineData(-16, 10, 16)]
    [InlineData(-32, 12, 21)]
    [InlineData(32, 28, 0)]
    [InlineData(-64, 14, 26)]
    [InlineData(-127, 15, 31)]
    [InlineData(-128, 15, 31)]
    [InlineData(5000, 31, 0)]
    [InlineData(-5000, 15, 31)]
    public void Bucket_Distance_IsReferenceBucket(int keyMinusQuery, int bidirectional, int causal)
    {
        Assert.Equal(bidirectional, RelativePosition.Bucket(32, 128, keyMinusQuery, bidirectional: true));
        Assert.Equal(causal, RelativePosition.Bucket(32, 128, keyMinusQuery, bidirectional: false));
    }
}
