using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu;

public class LinearTests
{
    [Theory]
    [InlineData(CpuWeightType.Float32, 1, 3, 5, 1e-4)]
    [InlineData(CpuWeightType.Float32, 4, 8, 24, 1e-4)]
    [InlineData(CpuWeightType.Float32, 7, 33, 49, 1e-4)]
    [InlineData(CpuWeightType.Float32, 70, 190, 200, 1e-4)] // large enough for several threads
    [InlineData(CpuWeightType.Int8, 1, 3, 5, 0.01)]
    [InlineData(CpuWeightType.Int8, 7, 33, 49, 0.02)]
    [InlineData(CpuWeightType.Int8, 70, 190, 200, 0.05)]
    public void Multiply_TwoMatrices_EqualsPlainProduct(CpuWeightType type, int rows, int inputs, int outputs, double tolerance)
    {
        var random = new Random(3);
        float[] x = Values(random, rows * inputs);
        float[] first = Values(random, outputs * inputs);
        float[] second = Values(random, 2 * inputs);
        using var workers = new WorkerSet(2);
        WeightTensor[] tensors = [WeightTensor.FromFloat32("a", [outputs, inputs], first), WeightTensor.FromFloat32("b", [2, inputs], second)];
        Linear linear = Create(type, tensors, workers);
        float[] y = new float[rows * (outputs + 2)];

        linear.Multiply(x, rows, y);

        float[] weights = [.. first, .. second];
        for (int i = 0; i < y.Length; i++)
        {
            int row = i / (outputs + 2), output = i % (outputs + 2);
            double sum = Enumerable.Range(0, inputs).Sum(k => (double)x[(row * inputs) + k] * weights[(output * inputs) + k]);
            Assert.Equal(sum, y[i], tolerance);
        }
    }

    [Theory]
    [InlineData(CpuWeightType.Float32)]
    [InlineData(CpuWeightType.Int8)]
    public void Multiply_RowInABatch_EqualsItAloneToTheLastBit(CpuWeightType type)
    {
        const int Rows = 15, Inputs = 600, Outputs = 37; // eight, four and single rows; more inputs than are summed at once
        float[] x = Values(new Random(7), Rows * Inputs);
        using var workers = new WorkerSet(1);
        Linear linear = Create(type, [WeightTensor.FromFloat32("a", [Outputs, Inputs], Values(new Random(8), Outputs * Inputs))], workers);
        float[] together = new float[Rows * Outputs], alone = new float[Outputs];

        linear.Multiply(x, Rows, together);

        for (int row = 0; row < Rows; row++)
        {
            linear.Multiply(x[(row * Inputs)..((row + 1) * Inputs)], 1, alone);
            Assert.Equal(together[(row * Outputs)..((row + 1) * Outputs)], alone);
        }
    }

    [Theory]
    [InlineData(CpuWeightType.Float32, 0)]
    [InlineData(CpuWeightType.Int8, 0.5 / 127)]
    public void CopyWeights_Output_GivesItsRow(CpuWeightType type, double tolerance)
    {
        float[] first = Values(new Random(5), 20 * 7), second = Values(new Random(6), 30 * 7);
        using var workers = new WorkerSet(1);
        Linear linear = Create(type, [WeightTensor.FromFloat32("a", [20, 7], first), WeightTensor.FromFloat32("b", [30, 7], second)], workers);
        float[] row = new float[7];

        linear.CopyWeights(31, row);

        Assert.All(row, (value, i) => Assert.Equal(second[(11 * 7) + i], value, tolerance));
    }

    [Fact]
    public void Multiply_Int8LargestNumbersEverywhere_DoesNotOverflow()
    {
        const int Inputs = 4096;
        float[] ones = [.. Enumerable.Repeat(1f, Inputs)];
        using var workers = new WorkerSet(1);
        var linear = new Int8Linear([WeightTensor.FromFloat32("a", [1, Inputs], ones)], workers);
        float[] y = new float[1];

        linear.Multiply(ones, 1, y);

        Assert.Equal(Inputs, y[0], 0.01);
    }

    private static Linear Create(CpuWeightType type, WeightTensor[] weights, WorkerSet workers) =>
        type == CpuWeightType.Int8 ? new Int8Linear(weights, workers) : new Float32Linear(weights, workers);

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
