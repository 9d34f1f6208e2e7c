using System.Buffers;

namespace KPDD.T5.Cpu;

/// <summary>A linear layer with int8 weights, one scale an output, and int16 activations, one scale a row; sums are exact.</summary>
internal sealed class Int8Linear : Linear
{
    private readonly int length;
    private readonly sbyte[] panels;
    private readonly float[] scales;

    /// <param name="weights">Matrices <c>[out, in]</c> over the same inputs; their outputs follow one another.</param>
    /// <param name="workers">Threads to run on.</param>
    public Int8Linear(IReadOnlyList<WeightTensor> weights, WorkerSet workers)
        : base(weights[0].Shape[1], weights.Sum(weight => weight.Shape[0]), Int8Panels.Width, workers)
    {
        length = Rounding.Up(Inputs, Int8Panels.Step);
        panels = new sbyte[(long)PaddedOutputs * length];
        scales = new float[PaddedOutputs];
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

    public override unsafe void Multiply(float[] x, int rows, float[] y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, rows * Inputs);
        float[] quantized = ArrayPool<float>.Shared.Rent(WorkingSpace(rows));
        fixed (float* input = x, space = quantized)
        {
            QuantizedRows.Create(input, Inputs, rows, Inputs, length, space);
        }

        Run(new Work(this, quantized, rows, y), rows);

        // A worker that still reads the rows then computes what nobody uses.
        ArrayPool<float>.Shared.Return(quantized);
    }

    public override int WorkingSpace(int rows) => QuantizedRows.Size(rows, length);

    public override unsafe void Multiply(float* x, int stride, int rows, float* y, int outputStride, float* space)
    {
        QuantizedRows quantized = QuantizedRows.Create(x, stride, rows, Inputs, length, space);
        Multiply(quantized, rows, 0, Outputs, y, outputStride);
    }

    public override void CopyWeights(int output, Span<float> destination)
    {
        ReadOnlySpan<sbyte> panel = Panel(output);
        float scale = scales[output];
        for (int input = 0; input < Inputs; input++)
        {
            destination[input] = panel[Int8Panels.Offset(output % Int8Panels.Width, input)] * scale;
        }
    }

    private void Store(ReadOnlySpan<sbyte> row, int output)
    {
        Span<sbyte> panel = Panel(output);
        for (int input = 0; input < row.Length; input++)
        {
            panel[Int8Panels.Offset(output % Int8Panels.Width, input)] = row[input];
        }
    }

    private Span<sbyte> Panel(int output) => panels.AsSpan(output / Int8Panels.Width * Int8Panels.Width * length, Int8Panels.Width * length);

    private unsafe void Multiply(QuantizedRows x, int rows, int output, int outputs, float* y, int outputStride)
    {
        int* sums = stackalloc int[Int8Panels.Rows * Int8Panels.Width];
        fixed (sbyte* weights = panels)
        fixed (float* weightScales = scales)
        {
            for (int first = 0; first < outputs; first += Int8Panels.Width)
            {
                sbyte* panel = weights + ((nint)(output + first) * length);
                for (int row = 0; row < rows; row += Int8Panels.Rows)
                {
                    int count = Math.Min(Int8Panels.Rows, rows - row);
                    Int8Panels.Multiply(x.Row(row), x.Stride, count, panel, length, sums);
                    for (int i = 0; i < count; i++)
                    {
                        float* target = y + ((nint)(row + i) * outputStride) + first;
                        Int8Panels.Scale(sums + (i * Int8Panels.Width), weightScales + output + first, x.Scale(row + i), target);
                    }
                }
            }
        }
    }

    private sealed class Work(Int8Linear layer, float[] quantized, int rows, float[] y) : LinearWork(rows, layer, y)
    {
        protected override unsafe void ComputeTile(int row, int rows, int output, int outputs, Span<float> result, int stride)
        {
            fixed (float* input = quantized, target = result)
            {
                layer.Multiply(new QuantizedRows(input, Rows, layer.length).From(row), rows, output, outputs, target, stride);
            }
        }
    }
}
