using System.Buffers;
using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>A linear layer with int8 weights, one scale an output, and integer activations, one scale a row; sums are exact.</summary>
/// <typeparam name="TPanels">How inputs and weights are multiplied.</typeparam>
/// <typeparam name="T">Type of the inputs.</typeparam>
internal sealed class Int8Linear<TPanels, T> : Linear
    where TPanels : IInt8Panels<T>
    where T : unmanaged
{
    private readonly ActivationRange range;
    private readonly int length;
    private readonly sbyte[] panels;
    private readonly float[] scales;
    private readonly int[] weightSums;

    /// <param name="weights">Matrices <c>[out, in]</c> over the same inputs; their outputs follow one another.</param>
    /// <param name="range">How far quantized inputs reach.</param>
    /// <param name="workers">Threads to run on.</param>
    public Int8Linear(IReadOnlyList<WeightTensor> weights, ActivationRange range, WorkerSet workers)
        : base(weights[0].Shape[1], weights.Sum(weight => weight.Shape[0]), Int8Panels.Width, workers)
    {
        this.range = range;
        length = Rounding.Up(Inputs, TPanels.LengthStep);
        panels = new sbyte[(long)PaddedOutputs * length];
        scales = new float[PaddedOutputs];
        weightSums = new int[PaddedOutputs];
        float[] row = new float[Inputs];
        sbyte[] quantized = new sbyte[Inputs];
        int output = 0;
        foreach (WeightTensor weight in weights)
        {
            weight.RequireWholeData();
            for (int i = 0; i < weight.Shape[0]; i++, output++)
            {
                scales[output] = Int8Rows.Copy(weight, i, row, quantized);
                Store(quantized, output);
            }
        }
    }

    public override string Instructions => TPanels.Instructions;

    public override int LeastRows => 16;

    public override unsafe void Multiply(float[] x, int rows, float[] y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, rows * Inputs);
        float[] quantized = ArrayPool<float>.Shared.Rent(WorkingSpace(rows));
        fixed (float* input = x, space = quantized)
        {
            QuantizedRows<T>.Create(input, Inputs, rows, Inputs, length, range, space);
        }

        Run(new Work(this, quantized, rows, y), rows);

        // A worker that still reads the rows then computes what nobody uses.
        ArrayPool<float>.Shared.Return(quantized);
    }

    public override int WorkingSpace(int rows) => QuantizedRows<T>.Size(rows, length);

    public override unsafe void Prepare(float* x, int stride, int rows, float* space) =>
        QuantizedRows<T>.Create(x, stride, rows, Inputs, length, range, space);

    public override unsafe void Multiply(float* x, int stride, int rows, float* space, int output, int outputs, float* y, int outputStride) =>
        Multiply(new QuantizedRows<T>(space, rows, length), rows, output, outputs, y, outputStride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override unsafe void CopyWeights(int output, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, Inputs);
        float scale = scales[output];
        fixed (sbyte* panel = Panel(output))
        fixed (float* target = destination)
        {
            sbyte* weights = panel + Offset(output, 0);
            for (int first = 0; first < Inputs; first += TPanels.Together, weights += TPanels.Together * Int8Panels.Width)
            {
                for (int i = 0; i < TPanels.Together && first + i < Inputs; i++)
                {
                    target[first + i] = weights[i] * scale;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store(ReadOnlySpan<sbyte> row, int output)
    {
        Span<sbyte> panel = Panel(output);
        int sum = 0;
        for (int first = 0; first < row.Length; first += TPanels.Together)
        {
            int offset = Offset(output, first);
            for (int i = 0; i < Math.Min(TPanels.Together, row.Length - first); i++)
            {
                panel[offset + i] = row[first + i];
                sum += row[first + i];
            }
        }

        weightSums[output] = sum;
    }

    // Where the weight of an output for an input lies in the panel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Offset(int output, int input) =>
        (input / TPanels.Together * TPanels.Together * Int8Panels.Width) + (output % Int8Panels.Width * TPanels.Together) + (input % TPanels.Together);

    private Span<sbyte> Panel(int output) => panels.AsSpan(output / Int8Panels.Width * Int8Panels.Width * length, Int8Panels.Width * length);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private unsafe void Multiply(QuantizedRows<T> x, int rows, int output, int outputs, float* y, int outputStride)
    {
        int* sums = stackalloc int[2 * Int8Panels.MostRows * Int8Panels.Width];
        fixed (sbyte* weights = panels)
        fixed (float* weightScales = scales)
        fixed (int* sumsOfWeights = weightSums)
        {
            for (int first = 0, panelCount; first < outputs; first += panelCount * Int8Panels.Width)
            {
                panelCount = TPanels.TakeTwo && first + Int8Panels.Width < outputs ? 2 : 1;
                sbyte* panel = weights + ((nint)(output + first) * length);
                for (int row = 0, count; row < rows; row += count)
                {
                    count = TPanels.RowsAtOnce(rows - row);
                    Int8Panels.Multiply<TPanels, T>(x.Row(row), x.Stride, count, panel, panelCount, length, sums);
                    for (int i = 0; i < panelCount; i++)
                    {
                        int column = first + (i * Int8Panels.Width), at = output + column;
                        int* panelSums = sums + (i * count * Int8Panels.Width);
                        Int8Panels.Scale(panelSums, x.From(row), count, sumsOfWeights + at, weightScales + at, y + ((nint)row * outputStride) + column, outputStride);
                    }
                }
            }
        }
    }

    private sealed class Work(Int8Linear<TPanels, T> layer, float[] quantized, int rows, float[] y) : LinearWork(rows, layer, y)
    {
        protected override unsafe void ComputeTile(int row, int rows, int output, int outputs, Span<float> result, int stride)
        {
            fixed (float* input = quantized, target = result)
            {
                layer.Multiply(new QuantizedRows<T>(input, Rows, layer.length).From(row), rows, output, outputs, target, stride);
            }
        }
    }
}
