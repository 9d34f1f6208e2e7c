using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>A linear layer whose weights stay where they are stored, row by row in float32.</summary>
internal sealed class Float32Linear : Linear
{
    private readonly ReadOnlyMemory<byte>[] matrices;

    /// <param name="weights">Matrices <c>[out, in]</c> over the same inputs; their outputs follow one another.</param>
    /// <param name="workers">Threads to run on.</param>
    public Float32Linear(IReadOnlyList<WeightTensor> weights, WorkerSet workers)
        : base(weights[0].Shape[1], weights.Sum(weight => weight.Shape[0]), workers) =>
        matrices = [.. weights.Select(weight => weight.AsFloat32().Data)];

    public override void Multiply(float[] x, int rows, float[] y) => Run(new Work(this, x, rows, y), rows);

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

    private sealed class Work(Float32Linear layer, float[] x, int rows, float[] y) : LinearWork(rows, layer.Inputs, layer.Outputs, y)
    {
        protected override unsafe void ComputeTile(int row, int rows, int output, int outputs, Span<float> result)
        {
            int inputs = layer.Inputs;
            int start = 0;
            fixed (float* input = &x[row * inputs], target = result)
            {
                foreach (ReadOnlyMemory<byte> matrix in layer.matrices)
                {
                    int length = matrix.Length / (inputs * sizeof(float));
                    int from = Math.Max(output, start), to = Math.Min(output + outputs, start + length);
                    if (from < to)
                    {
                        fixed (byte* weights = matrix.Span)
                        {
                            float* first = (float*)weights + ((nint)(from - start) * inputs);
                            BlockedProduct.Multiply<float, float, Float32Dot>(input, rows, first, to - from, inputs, target + (from - output), outputs);
                        }
                    }

                    start += length;
                }
            }

            // A mapped file must stay mapped until here: the span above does not hold it.
            GC.KeepAlive(layer);
        }
    }
}
