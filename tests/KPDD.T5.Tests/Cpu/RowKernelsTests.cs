using System.Numerics;
using System.Runtime.Intrinsics;
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
    public unsafe void Softmax_WithAndWithoutBias_EqualsFormula(int length)
    {
        float[] scores = [.. Values(length, 6).Select(value => 30 * value)], bias = Values(length, 7);
        foreach (float[] added in new[] { bias, [] })
        {
            double[] weights = [.. scores.Select((score, i) => Math.Exp(score + (double)added.ElementAtOrDefault(i)))];
            float[] y = [.. scores];

            fixed (float* output = y, distances = added)
            {
                RowKernels.Softmax(output, distances, length);
            }

            Assert.All(y, (value, i) => Assert.Equal(1, value / (weights[i] / weights.Sum()), 1e-5));
        }
    }

    [Theory]
    [InlineData(-1e9f, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public unsafe void Softmax_ScoreBeyondRange_IsNothingOrNotANumber(float score, float expected)
    {
        float[] scores = [.. Enumerable.Repeat(1f, 16)];
        scores[3] = score;

        fixed (float* output = scores)
        {
            RowKernels.Softmax(output, null, scores.Length);
        }

        Assert.Equal(expected, scores[3], 1e-30f);
        Assert.Equal(float.IsNaN(expected) ? float.NaN : 1f / 15, scores[4], 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public unsafe void Gelu_Row_EqualsFormula(int length)
    {
        float[] x = [.. Values(length, 8).Select((value, i) => i % 5 == 0 ? 40 * value : 4 * value)], y = new float[length];

        fixed (float* input = x, output = y)
        {
            RowKernels.Gelu(input, length, output);
        }

        Assert.All(y, (value, i) => Assert.Equal(
            0.5 * x[i] * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x[i] + (0.044715 * Math.Pow(x[i], 3))))), value, 1e-5 * Math.Max(1, Math.Abs(x[i]))));
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(16, 0)]
    [InlineData(24, 0)]
    [InlineData(77, 0)]
    [InlineData(128, 0)]
    [InlineData(40, -300)]
    public unsafe void SoftmaxAndGelu_VectorsOf512Bits_EqualNarrowerOnesToTheLastBit(int length, float offset)
    {
        Assert.SkipUnless(Lanes512.AreFast, "this processor has no fast vectors of 512 bits");
        float[] x = [.. Values(length, 10).Select(value => offset + (20 * value))], narrow = [.. x], wide = [.. x], narrowGelu = new float[length], wideGelu = new float[length];

        fixed (float* a = narrow, b = wide, c = narrowGelu, d = wideGelu)
        {
            RowKernels.Gelu<Lanes, Vector<float>>(a, length, c);
            RowKernels.Gelu<Lanes512, Vector512<float>>(b, length, d);
            RowKernels.Softmax<Lanes, Vector<float>>(a, null, length);
            RowKernels.Softmax<Lanes512, Vector512<float>>(b, null, length);
        }

        Assert.Equal(narrow, wide);
        Assert.Equal(narrowGelu, wideGelu);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public unsafe void Relu_Row_KeepsWhatIsPositiveOrNotANumber(int length)
    {
        float[] x = Values(length, 9), y = new float[length];
        x[^1] = float.NaN;

        fixed (float* input = x, output = y)
        {
            RowKernels.Relu(input, length, output);
        }

        Assert.All(y, (value, i) => Assert.Equal(float.IsNaN(x[i]) ? float.NaN : Math.Max(0, x[i]), value));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public unsafe void AddAndMultiply_Rows_AreTakenNumberByNumber(int length)
    {
        float[] x = Values(length, 10), sum = Values(length, 11), product = [.. sum], y = [.. sum];

        fixed (float* input = x, added = sum, multiplied = product)
        {
            RowKernels.Add(input, added, length);
            RowKernels.Multiply(input, multiplied, length);
        }

        Assert.All(y, (value, i) => Assert.Equal((x[i] + value, x[i] * value), (sum[i], product[i])));
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
