using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu;

public class RowKernelsTests
{
    /// <summary>Whole vectors, a half step, and numbers that fill no vector.</summary>
    public static TheoryData<int> Lengths => [1, 7, 8, 24, 64, 77];

    [Theory]
    [MemberData(nameof(Lengths))]
    public unsafe void Normalize_Row_EqualsFormula(int length)
    {
        float[] x = Values(length, 1), scale = Values(length, 2), y = new float[length];

        fixed (float* input = x, weights = scale, output = y)
        {
            RowKernels.Normalize(input, weights, length, 1e-6f, output);
        }

        double root = Math.Sqrt(x.Average(value => (double)value * value) + 1e-6);
        Assert.All(y, (value, i) => Assert.Equal(x[i] / root * scale[i], value, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public unsafe void Range_LeastOrMostAnywhere_IsFound(int length)
    {
        for (int place = 0; place < length; place++)
        {
            float[] x = [.. Values(length, 3).Select(Math.Abs)];
            x[place] = 7;
            float[] negative = [.. x.Select(value => -value)];

            fixed (float* input = x, opposite = negative)
            {
                Assert.Equal((0, 7), RowKernels.Range(input, length)); // zero counts
                Assert.Equal((-7, 0), RowKernels.Range(opposite, length));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public unsafe void Quantize_Row_RoundsToNearest(int length)
    {
        float[] x = Values(length, 4);
        short[] y = new short[length];

        fixed (float* input = x)
        fixed (short* output = y)
        {
            RowKernels.Quantize(input, length, 32767, output);
        }

        Assert.All(y, (value, i) => Assert.Equal((short)MathF.Round(x[i] * 32767), value));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public unsafe void Quantize_RowToBytes_RoundsToNearestAndAddsOffset(int length)
    {
        float[] x = Values(length, 5);
        byte[] y = new byte[length];

        fixed (float* input = x)
        fixed (byte* output = y)
        {
            RowKernels.Quantize(input, length, 127, 128, output);
        }

        Assert.All(y, (value, i) => Assert.Equal((int)MathF.Round(x[i] * 127) + 128, value));
    }

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}
