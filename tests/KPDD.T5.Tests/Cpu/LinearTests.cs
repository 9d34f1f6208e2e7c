using System.Runtime.Intrinsics.X86;
using KPDD.T5.Cpu;

namespace KPDD.T5.Tests.Cpu;

public class LinearTests
{
    private const string NoMachineCode = "needs Linux on a processor with AVX-512 VNNI";

    /// <summary>Rows and inputs that fill tiles, or do not: 32 rows and 16 at a time, then eight, four and single ones.</summary>
    public static TheoryData<int, int> ShapesForTiles => new()
    {
        { 1, 5 }, { 8, 64 }, { 16, 32 }, { 17, 64 }, { 31, 96 }, { 32, 128 }, { 95, 600 }, { 129, 70 },
    };

    [Theory]
    [InlineData(LayerFormat.Float32, 1, 3, 5, 1e-4)]
    [InlineData(LayerFormat.Float32, 4, 8, 24, 1e-4)]
    [InlineData(LayerFormat.Float32, 7, 33, 49, 1e-4)]
    [InlineData(LayerFormat.Float32, 70, 190, 200, 1e-4)] // large enough for several threads
    [InlineData(LayerFormat.Float32, 8, 2100, 22, 1e-3)] // many inputs
    [InlineData(LayerFormat.Int8, 1, 3, 5, 0.01)]
    [InlineData(LayerFormat.Int8, 7, 33, 49, 0.02)]
    [InlineData(LayerFormat.Int8, 70, 190, 200, 0.05)]
    [InlineData(LayerFormat.Int8Activations, 1, 3, 5, 0.01)]
    [InlineData(LayerFormat.Int8Activations, 7, 33, 49, 0.04)]
    [InlineData(LayerFormat.Int8Activations, 70, 190, 200, 0.1)]
    public void Multiply_TwoMatrices_EqualsPlainProduct(LayerFormat format, int rows, int inputs, int outputs, double tolerance)
    {
        var random = new Random(3);
        float[] x = Values(random, rows * inputs);
        float[] first = Values(random, outputs * inputs);
        float[] second = Values(random, 2 * inputs);
        using var workers = new WorkerSet(2);
        WeightTensor[] tensors = [WeightTensor.FromFloat32("a", [outputs, inputs], first), WeightTensor.FromFloat32("b", [2, inputs], second)];
        Linear linear = Create(format, tensors, workers);
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
    [InlineData(LayerFormat.Float32, 3, 1030)] // some of four rows; inputs that fill no vector
    [InlineData(LayerFormat.Float32, 4, 1030)]
    [InlineData(LayerFormat.Float32, 8, 2100)] // eight rows
    [InlineData(LayerFormat.Float32, 9, 600)] // half a panel of rows
    [InlineData(LayerFormat.Float32, 45, 2101)] // two panels, and more inputs than are multiplied at once
    [InlineData(LayerFormat.Float32, 129, 70)] // two tiles of rows
    [InlineData(LayerFormat.Int8, 15, 600)] // eight, four and single rows
    [InlineData(LayerFormat.Int8, 129, 70)]
    [InlineData(LayerFormat.Int8Activations, 15, 600)]
    [InlineData(LayerFormat.Int8Activations, 129, 70)]
    public void Multiply_RowInABatch_EqualsItAloneToTheLastBit(LayerFormat format, int rows, int inputs)
    {
        const int Outputs = 37;
        float[] x = Values(new Random(7), rows * inputs);
        using var workers = new WorkerSet(1);
        Linear linear = Create(format, [WeightTensor.FromFloat32("a", [Outputs, inputs], Values(new Random(8), Outputs * inputs))], workers);
        float[] together = new float[rows * Outputs], alone = new float[Outputs];

        linear.Multiply(x, rows, together);

        for (int row = 0; row < rows; row++)
        {
            linear.Multiply(x[(row * inputs)..((row + 1) * inputs)], 1, alone);
            Assert.Equal(together[(row * Outputs)..((row + 1) * Outputs)], alone);
        }
    }

    [Theory]
    [InlineData(1, 3, 5)]
    [InlineData(3, 70, 37)] // some of four rows
    [InlineData(5, 70, 37)] // some of eight
    [InlineData(8, 70, 37)]
    [InlineData(12, 70, 37)] // half a panel of rows with AVX-512
    [InlineData(64, 512, 49)] // whole panels, and all inputs at once
    [InlineData(45, 1100, 80)] // inputs in two blocks
    [InlineData(70, 2100, 33)] // in three
    public unsafe void Multiply_Float32RowsOnOneThread_EqualPlainProductAndEachRowAlone(int rows, int inputs, int outputs)
    {
        const float Untouched = -77;
        const int Beyond = 64, RowsBeyond = 8;
        int stride = inputs + 3;
        float[] weights = Values(new Random(8), outputs * inputs), x = Values(new Random(7), rows * stride);
        WeightTensor[] tensors =
        [
            WeightTensor.FromFloat32("a", [outputs - 2, inputs], weights[..((outputs - 2) * inputs)]),
            WeightTensor.FromFloat32("b", [2, inputs], weights[((outputs - 2) * inputs)..]),
        ];
        using var workers = new WorkerSet(1);
        Linear linear = Create(LayerFormat.Float32, tensors, workers);
        int outputStride = linear.PaddedOutputs + 1;

        // What was in the working space before must not matter.
        float[] space = [.. Enumerable.Repeat(float.NaN, linear.WorkingSpace(rows)), .. Enumerable.Repeat(Untouched, Beyond)];
        float[] y = [.. Enumerable.Repeat(Untouched, (rows + RowsBeyond) * outputStride)], alone = new float[outputStride];

        fixed (float* input = x, output = y, single = alone, working = space)
        {
            linear.Multiply(input, stride, rows, output, outputStride, working);
            for (int row = 0; row < rows; row++)
            {
                linear.Multiply(input + (row * stride), stride, 1, single, outputStride, working);
                Assert.Equal(alone[..outputs], y[(row * outputStride)..((row * outputStride) + outputs)]);
            }
        }

        Assert.All(space[^Beyond..], value => Assert.Equal(Untouched, value));
        for (int i = 0; i < y.Length; i++)
        {
            int row = i / outputStride, column = i % outputStride;
            if (row < rows && column < outputs)
            {
                Assert.Equal(Enumerable.Range(0, inputs).Sum(k => (double)x[(row * stride) + k] * weights[(column * inputs) + k]), y[i], 1e-4);
            }
            else if (row >= rows || column == linear.PaddedOutputs)
            {
                Assert.Equal(Untouched, y[i]);
            }
        }
    }

    [Theory]
    [InlineData(LayerFormat.Float32, 0)]
    [InlineData(LayerFormat.Int8, 0.5 / 127)]
    [InlineData(LayerFormat.Int8Activations, 0.5 / 127)]
    public void CopyWeights_Output_GivesItsRow(LayerFormat format, double tolerance)
    {
        float[] first = Values(new Random(5), 20 * 7), second = Values(new Random(6), 30 * 7);
        using var workers = new WorkerSet(1);
        Linear linear = Create(format, [WeightTensor.FromFloat32("a", [20, 7], first), WeightTensor.FromFloat32("b", [30, 7], second)], workers);
        float[] row = new float[7];

        linear.CopyWeights(31, row);

        Assert.All(row, (value, i) => Assert.Equal(second[(11 * 7) + i], value, tolerance));
    }

    [Theory]
    [InlineData(LayerFormat.Int8)]
    [InlineData(LayerFormat.Int8Activations)]
    public void Multiply_LargestNumbersEverywhere_DoesNotOverflow(LayerFormat format)
    {
        const int Inputs = 4096;
        float[] ones = [.. Enumerable.Repeat(1f, Inputs)];
        using var workers = new WorkerSet(1);
        Linear linear = Create(format, [WeightTensor.FromFloat32("a", [1, Inputs], ones)], workers);
        float[] y = new float[1];

        linear.Multiply(ones, 1, y);

        Assert.Equal(Inputs, y[0], 0.01);
    }

    [Fact]
    public void Multiply_Int8Activations_RoundsToEightBitsAndKeepsAllOfThemWithoutNegativeNumbers()
    {
        float[] eye = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        using var workers = new WorkerSet(1);
        Linear linear = Create(LayerFormat.Int8Activations, [WeightTensor.FromFloat32("a", [3, 3], eye)], workers);
        float[] y = new float[6];

        linear.Multiply([-12.7f, 1.04f, 0.06f, 25.5f, 1.04f, 0.06f], 2, y);

        Assert.Equal([-12.7f, 1.0f, 0.1f, 25.5f, 1.0f, 0.1f], y, (a, b) => Math.Abs(a - b) < 1e-5);
        linear.Multiply([-25.5f, 1.04f, 0.06f, 25.5f, 1.04f, 0.14f], 2, y);
        Assert.Equal(25.5f / 127 * 5, y[1], 1e-5);
        Assert.Equal(0.1f, y[5], 1e-5);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(15, 600)] // eight, four and single rows
    public void Multiply_Int8ActivationsWithAndWithoutTheInstructionForThem_EqualToTheLastBit(int rows, int inputs)
    {
        Assert.SkipUnless(UInt8Panels.AreSupported, "needs a processor with AVX-VNNI");
        float[] x = Values(new Random(7), rows * inputs);
        x.AsSpan(0, inputs).Clear();
        float[] positive = [.. x.Select((value, i) => i / inputs % 2 == 1 ? Math.Abs(value) : value)];

        float[] y = Multiply<UInt8Panels, byte>(positive, rows, inputs, ActivationRange.Int8);

        Assert.Equal(Multiply<Int16Panels, short>(positive, rows, inputs, ActivationRange.Int8), y);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(1, 20)] // an odd number of steps
    [InlineData(15, 600)] // eight, four and single rows
    public void Multiply_Int8ActivationsInWideAndNarrowVectors_EqualToTheLastBit(int rows, int inputs)
    {
        Assert.SkipUnless(MachineProduct.AreSupported, NoMachineCode);
        float[] x = Values(new Random(7), rows * inputs);

        float[] y = Multiply<WideUInt8Panels, byte>(x, rows, inputs, ActivationRange.Int8);

        Assert.Equal(Multiply<Int16Panels, short>(x, rows, inputs, ActivationRange.Int8), y);
    }

    [Theory]
    [MemberData(nameof(ShapesForTiles))]
    public void Multiply_Int8ActivationsInTilesAndNarrowVectors_EqualToTheLastBit(int rows, int inputs)
    {
        float[] x = Values(new Random(7), rows * inputs);

        float[] y = OnTileThread(() => Multiply<TiledUInt8Panels, byte>(x, rows, inputs, ActivationRange.Int8));

        Assert.Equal(Multiply<Int16Panels, short>(x, rows, inputs, ActivationRange.Int8), y);
    }

    [Theory]
    [MemberData(nameof(ShapesForTiles))]
    public void Multiply_Int16ActivationsInTilesAndNarrowVectors_EqualToTheLastBit(int rows, int inputs)
    {
        float[] x = Values(new Random(7), rows * inputs);

        float[] y = OnTileThread(() => Multiply<TiledInt16Panels, short>(x, rows, inputs, ActivationRange.Int16(inputs)));

        Assert.Equal(Multiply<Int16Panels, short>(x, rows, inputs, ActivationRange.Int16(inputs)), y);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(15, 600)] // eight, four and single rows
    public void Multiply_Int16ActivationsByMachineCode_EqualToTheLastBit(int rows, int inputs)
    {
        Assert.SkipUnless(MachineProduct.AreSupported, NoMachineCode);
        float[] x = Values(new Random(7), rows * inputs);

        float[] y = Multiply<FusedInt16Panels, short>(x, rows, inputs, ActivationRange.Int16(inputs));

        Assert.Equal(Multiply<Int16Panels, short>(x, rows, inputs, ActivationRange.Int16(inputs)), y);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(15, 600)]
    public void Multiply_Int16ActivationsInWideAndNarrowVectors_EqualToTheLastBit(int rows, int inputs)
    {
        Assert.SkipUnless(Avx512BW.IsSupported, "needs a processor with AVX-512");
        float[] x = Values(new Random(7), rows * inputs);

        float[] y = Multiply<WideInt16Panels, short>(x, rows, inputs, ActivationRange.Int16(inputs));

        Assert.Equal(Multiply<Int16Panels, short>(x, rows, inputs, ActivationRange.Int16(inputs)), y);
    }

    // Elsewhere tiles are not used.
    private static float[] OnTileThread(Func<float[]> multiply)
    {
        Assert.SkipUnless(MachineProduct.HaveTiles, "needs Linux on a processor with AMX");
        float[]? y = null;
        var thread = new Thread(() => TileThread.Run(() => y = TileThread.IsReady ? multiply() : null));
        thread.Start();
        thread.Join();
        return y!;
    }

    // The product with the same weights at each call.
    private static float[] Multiply<TPanels, T>(float[] x, int rows, int inputs, ActivationRange range)
        where TPanels : IInt8Panels<T>
        where T : unmanaged
    {
        const int Outputs = 37;
        using var workers = new WorkerSet(1);
        float[] y = new float[rows * Outputs];
        new Int8Linear<TPanels, T>([WeightTensor.FromFloat32("a", [Outputs, inputs], Values(new Random(8), Outputs * inputs))], range, workers).Multiply(x, rows, y);
        return y;
    }

    private static Linear Create(LayerFormat format, WeightTensor[] weights, WorkerSet workers)
    {
        var tensors = weights.ToDictionary(tensor => tensor.Name);
        CpuWeightType type = format == LayerFormat.Float32 ? CpuWeightType.Float32 : CpuWeightType.Int8;
        CpuActivationType activations = format == LayerFormat.Int8Activations ? CpuActivationType.Int8 : CpuActivationType.Int16;
        return new ModelParts(new T5Config(), tensors, type, activations, workers).Linear([.. tensors.Keys]);
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}

/// <summary>Formats of weights and activations.</summary>
public enum LayerFormat
{
    Float32,
    Int8,
    Int8Activations,
}
