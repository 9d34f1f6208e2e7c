using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>A linear layer whose weights stay where they are stored, row by row in float32.</summary>
/// <remarks>
/// A mapped file so stays the only copy of the weights, which all processes share. Few rows are multiplied with the weights as they lie; for many a panel of
/// weights is put in order anew whenever it is used, which the speed of its product outweighs. Which of the two a product is does not depend on its number of
/// rows, for their sums differ in the last bits.
/// </remarks>
internal sealed class Float32Linear : Linear
{
    private readonly ReadOnlyMemory<byte>[] matrices;

    /// <param name="weights">Matrices <c>[out, in]</c> over the same inputs; their outputs follow one another.</param>
    /// <param name="workers">Threads to run on.</param>
    public Float32Linear(IReadOnlyList<WeightTensor> weights, WorkerSet workers)
        : base(weights[0].Shape[1], weights.Sum(weight => weight.Shape[0]), Float32Panels.Width, workers) =>
        matrices = [.. weights.Select(weight => weight.AsFloat32().Data)];

    public override string Instructions => Float32Panels.Instructions;

    // The weights are not only read but put in order, which takes as long as five to ten rows.
    public override int LeastRows => 64;

    public override void Multiply(float[] x, int rows, float[] y) => Run(new Work(this, x, rows, y), rows);

    public override int WorkingSpace(int rows) => Float32Panels.Space;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override unsafe void Multiply(float* x, int stride, int rows, float* y, int outputStride, float* space)
    {
        float* panel = Float32Panels.Align(space);
        for (int first = 0; first < Outputs; first += PanelWidth)
        {
            for (int k = 0; k < Inputs; k += Float32Panels.Length)
            {
                int length = Math.Min(Float32Panels.Length, Inputs - k);
                Pack(first, k, length, panel);
                bool last = k + length == Inputs;
                int nextFirst = last ? first + PanelWidth : first, nextInput = last ? 0 : k + length;
                int nextRows = Math.Clamp(Outputs - nextFirst, 0, PanelWidth);
                float* nextRow = nextRows > 0 ? Address(nextFirst) + nextInput : panel;
                for (int row = 0; row < rows; row += Float32Panels.Rows)
                {
                    // These rows' share of what the next panel will be made of.
                    int count = Math.Min(Float32Panels.Rows, rows - row);
                    int from = nextRows * row / rows, to = nextRows * (row + count) / rows;
                    Float32Panels.Multiply(
                        x + ((nint)row * stride) + k,
                        stride,
                        count,
                        panel,
                        PanelWidth,
                        length,
                        k > 0,
                        y + ((nint)row * outputStride) + first,
                        outputStride,
                        nextRow + ((nint)from * Inputs),
                        Inputs,
                        Math.Max(1, to - from));
                }
            }
        }

        // A mapped file must stay mapped until here: the spans of the matrices do not hold it.
        GC.KeepAlive(this);
    }

    public override void CopyWeights(int output, Span<float> destination)
    {
        Row(output).CopyTo(destination);
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void MultiplyInPlace(float* x, int rows, int output, int outputs, float* y, int outputStride)
    {
        int start = 0;
        foreach (ReadOnlyMemory<byte> matrix in matrices)
        {
            int end = start + (matrix.Length / (Inputs * sizeof(float)));
            int to = Math.Min(output + outputs, end);
            fixed (byte* weights = matrix.Span)
            {
                for (int first = Math.Max(output, start); first < to; first += Float32Rows.Outputs)
                {
                    float* row = (float*)weights + ((nint)(first - start) * Inputs);
                    Float32Rows.Multiply(x, Inputs, rows, row, Inputs, Math.Min(Float32Rows.Outputs, to - first), y + (first - output), outputStride);
                }
            }

            start = end;
        }

        GC.KeepAlive(this);
    }

    // An output's weights.
    private ReadOnlySpan<float> Row(int output)
    {
        int matrix = 0;
        for (; output >= matrices[matrix].Length / (Inputs * sizeof(float)); matrix++)
        {
            output -= matrices[matrix].Length / (Inputs * sizeof(float));
        }

        return MemoryMarshal.Cast<byte, float>(matrices[matrix].Span).Slice(output * Inputs, Inputs);
    }

    // Where an output's weights lie, to fetch from: nothing holds them there, nor are those of the following outputs sure to follow.
    private unsafe float* Address(int output)
    {
        fixed (float* weights = Row(output))
        {
            return weights;
        }
    }

    // The panel of an output and those after it, which may lie in several matrices; outputs beyond the last one compute what nobody reads.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Pack(int output, int k, int length, float* panel)
    {
        int start = 0;
        foreach (ReadOnlyMemory<byte> matrix in matrices)
        {
            int end = start + (matrix.Length / (Inputs * sizeof(float)));
            int from = Math.Max(output, start), to = Math.Min(output + PanelWidth, end);
            if (from < to)
            {
                fixed (byte* weights = matrix.Span)
                {
                    float* first = (float*)weights + ((nint)(from - start) * Inputs) + k;
                    Float32Panels.Pack(first, Inputs, to - from, length, panel + (from - output));
                }
            }

            start = end;
        }
    }

    private sealed class Work(Float32Linear layer, float[] x, int rows, float[] y) : LinearWork(rows, layer, y)
    {
        protected override unsafe void ComputeTile(int row, int rows, int output, int outputs, Span<float> result, int stride)
        {
            fixed (float* input = &x[row * layer.Inputs], target = result)
            {
                layer.MultiplyInPlace(input, rows, output, outputs, target, stride);
            }
        }
    }
}
