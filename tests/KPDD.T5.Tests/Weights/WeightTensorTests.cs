namespace KPDD.T5.Tests.Weights;

public class WeightTensorTests
{
    private static readonly float[] Exact = [0f, -0f, 1f, -1.5f, 0.0078125f, float.PositiveInfinity, float.NegativeInfinity];

    [Theory]
    [InlineData(WeightType.Float32)]
    [InlineData(WeightType.Float16)]
    [InlineData(WeightType.BFloat16)]
    public void ToFloat32_ValuesEveryFormatHolds_ComeBackBitForBit(WeightType type)
    {
        float[] again = WeightTensor.FromFloat32("a", [Exact.Length], Exact, type).ToFloat32();

        Assert.Equal(Exact.Select(BitConverter.SingleToInt32Bits), again.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData(0x3F808000u, 0x3F800000u)] // a tie goes to the even neighbour below
    [InlineData(0x3F818000u, 0x3F820000u)] // a tie goes to the even neighbour above
    [InlineData(0x3F808001u, 0x3F810000u)]
    [InlineData(0x7F7FFFFFu, 0x7F800000u)] // the largest float32 rounds to infinity
    public void FromFloat32_BFloat16_RoundsToNearestEven(uint value, uint expected)
    {
        float[] values = [BitConverter.UInt32BitsToSingle(value)];

        float stored = WeightTensor.FromFloat32("a", [1], values, WeightType.BFloat16).ToFloat32()[0];

        Assert.Equal(expected, BitConverter.SingleToUInt32Bits(stored));
    }

    [Theory]
    [InlineData(WeightType.Float16)]
    [InlineData(WeightType.BFloat16)]
    public void FromFloat32_NotANumber_StaysNotANumber(WeightType type)
    {
        float[] values = [BitConverter.UInt32BitsToSingle(0x7FFFFFFF)];

        Assert.True(float.IsNaN(WeightTensor.FromFloat32("a", [1], values, type).ToFloat32()[0]));
    }

    [Fact]
    public void FromFloat32_TooLargeForFloat16_ArgumentExceptionNamesTensor()
    {
        var error = Assert.Throws<ArgumentException>(() => WeightTensor.FromFloat32("wo", [1], [70000f], WeightType.Float16));

        Assert.Contains("'wo'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromFloat32_ShapeOfAnotherSize_ArgumentException() =>
        Assert.Throws<ArgumentException>(() => WeightTensor.FromFloat32("a", [2, 2], [1, 2, 3]));
}
