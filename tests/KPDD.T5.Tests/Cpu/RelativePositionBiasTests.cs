using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu;

public class RelativePositionBiasTests
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
        WeightTensor weight = WeightTensor.FromFloat32("bias", [32, 1], new float[32]);

        Assert.Equal(bidirectional, new RelativePositionBias(weight, 128, bidirectional: true).Bucket(keyMinusQuery));
        Assert.Equal(causal, new RelativePositionBias(weight, 128, bidirectional: false).Bucket(keyMinusQuery));
    }

    [Fact]
    public void Row_Query_GivesBiasOfEachKey()
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(i => (float)i)];
        var bias = new RelativePositionBias(WeightTensor.FromFloat32("bias", [32, 2], values), 128, bidirectional: true);

        // Keys 0, 1, 2 as seen from position 1: one behind, itself, one ahead (buckets 1, 0, 17), of head 1.
        Assert.Equal([3f, 1f, 35f], bias.CreateTable(3).Row(1, 1, 3).ToArray());
    }
}
