namespace KPDD.Torch.Tests;

public class DropoutMaskTests
{
    private const byte Threshold = 26;
    private const float Scale = 1.25f;

    [Fact]
    public void Fill_Mask_DropsTheShareOfTheThresholdAndScalesTheRest()
    {
        float[] mask = Draw(seed: 3, number: 0, length: 1 << 20);

        Assert.All(mask, value => Assert.True(value is 0 or Scale));
        Assert.Equal(Threshold / 256.0, mask.Count(value => value == 0) / (double)mask.Length, 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Fill_AnyLength_WritesEveryValue(int length)
    {
        float[] mask = new float[length];
        Array.Fill(mask, float.NaN);
        new DropoutMask(1, 2).Fill(mask, Threshold, Scale);

        Assert.DoesNotContain(float.NaN, mask);
        Assert.Equal(Draw(seed: 1, number: 2, length: 128)[..length], mask);
    }

    [Fact]
    public void Fill_OtherSeedOrNumber_IsAsUnlikeAsChanceHasIt()
    {
        float[] mask = Draw(seed: 7, number: 7, length: 1 << 16);
        double byChance = Math.Pow(Threshold / 256.0, 2) + Math.Pow(1 - (Threshold / 256.0), 2);

        foreach (var (seed, number) in new[] { (7, 8), (8, 7), (8, 8), (7, 0) })
        {
            float[] other = Draw(seed, number, mask.Length);
            Assert.Equal(byChance, mask.Zip(other, (a, b) => a == b ? 1.0 : 0).Average(), 0.01);
        }
    }

    private static float[] Draw(int seed, int number, int length)
    {
        float[] mask = new float[length];
        new DropoutMask(seed, number).Fill(mask, Threshold, Scale);
        return mask;
    }
}
