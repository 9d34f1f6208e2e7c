using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu;

public class LinearTests
{
    [Theory]
    [InlineData(1, 3, 5)]
    [InlineData(4, 8, 24)]
    [InlineData(7, 33, 49)]
    [InlineData(70, 190, 200)] // large enough for several threads
    public void Multiply_TwoMatrices_EqualsPlainProduct(int rows, int inputs, int outputs)
    {
        var random = new Random(3);
        float[] x = Values(random, rows * inputs);
        float[] first = Values(random, outputs * inputs);
        float[] second = Values(random, 2 * inputs);
        var linear = new Linear(WeightTensor.FromFloat32("a", [outputs, inputs], first), WeightTensor.FromFloat32("b", [2, inputs], second));
        float[] y = new float[rows * (outputs + 2)];

        linear.Multiply(x, rows, y);

        float[] weights = [.. first, .. second];
        for (int i = 0; i < y.Length; i++)
        {
            int row = i / (outputs + 2), output = i % (outputs + 2);
            double sum = Enumerable.Range(0, inputs).Sum(k => (double)x[(row * inputs) + k] * weights[(output * inputs) + k]);
            Assert.Equal(sum, y[i], 1e-4);
        }
    }

    [Fact]
    public void CopyWeights_Output_GivesItsRow()
    {
        float[] weights = Values(new Random(5), 50 * 7);
        var linear = new Linear(WeightTensor.FromFloat32("a", [50, 7], weights));
        float[] row = new float[7];

        linear.CopyWeights(31, row);

        Assert.Equal(weights[(31 * 7)..(32 * 7)], row);
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
