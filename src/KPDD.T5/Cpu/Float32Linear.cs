using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>A linear layer whose weights stay where they are stored, row by row in float32.</summary>
/// <remarks>
/// A panel of weights is put in order anew whenever rows are multiplied: that costs less than reading the weights from memory does, and a mapped file
/// so stays the only copy of the weights, which all processes share.
/// </remarks>
internal sealed class Float32Linear : Linear
{
    private readonly ReadOnlyMemory<byte>[] matrices;

    /// <param name="weights">Matrices <c>[out, in]</c> over the same inputs; their outputs follow one another.</param>
    /// <param name="workers">Threads to run on.</param>
    public Float32Linear(IReadOnlyList<WeightTensor> weights, WorkerSet workers)
        : base(weights[0].Shape[1], weights.Sum(weight => weight.Shape[0]), Float32Panels.Width, workers) =>
        matrices = [.. weights.Select(weight => weight.AsFloat32().Data)];

    public override void Multiply(float[] x, int rows, float[] y) => Run(new Work(this, x, rows, y), rows);

    public override int WorkingSpace(int rows) => Float32Panels.Space;

    public override unsafe void Multiply(float* x, int stride, int rows, float* y, int outputStride, float* space) =>
        Multiply(x, stride, rows, 0, Outputs, y, outputStride, space);

    public override void CopyWeights(int output, Span<float> destination)
    {
        foreach (ReadOnlyMemory<byte> matrix in matrices)
        {
            ReadOnlySpan<float> weights = MemoryMarshal.Cast<byte, float>(matrix.Span);
            if (output < weights.Length / Inputs)
            {
                weights.Slice(output * Inputs, Inputs).CopyTo(destination);
                return;
            }

            output -= weights.Length / Inputs;
        }
    }

    private unsafe void Multiply(float* x, int stride, int rows, int output, int outputs, float* y, int outputStride, float* space)
    {
        float* panel = Float32Panels.Align(space);
        for (int first = 0; first < outputs; first += PanelWidth)
        {
            for (int k = 0; k < Inputs; k += Float32Panels.Length)
            {
                int length = Math.Min(Float32Panels.Length, Inputs - k);
                Pack(output + first, k, length, panel);
                Float32Panels.Multiply(x + k, stride, rows, panel, PanelWidth, length, k > 0, y + first, outputStride);
            }
        }

        // A mapped file must stay mapped until here: the spans of the matrices do not hold it.
        GC.KeepAlive(this);
    }

    // The panel of an output and those after it, which may lie in several matrices; outputs beyond the last one compute what nobody reads.
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

    private sealed class Work(Float32Linear layer, float[] x, int rows, float[] y) : LinearWork(rows, layer, y, layer.WorkingSpace(rows))
    {
        protected override unsafe void ComputeTile(int row, int rows, int output, int outputs, Span<float> result, int stride, Span<float> space)
        {
            fixed (float* input = &x[row * layer.Inputs], target = result, working = space)
            {
                layer.Multiply(input, layer.Inputs, rows, output, outputs, target, stride, working);
            }
        }
    }
}
