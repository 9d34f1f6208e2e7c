using System.Numerics.Tensors;

namespace KPDD.T5.Cpu;

/// <summary>A linear layer with int8 weights, one scale a row, and int16 activations, one scale a row; sums are exact.</summary>
internal sealed class Int8Linear : Linear
{
    private readonly int paddedInputs;
    private readonly sbyte[] weights;
    private readonly float[] scales;

    /// <param name="weights">Matrices <c>[out, in]</c> over the same inputs; their outputs follow one another.</param>
    /// <param name="workers">Threads to run on.</param>
    public Int8Linear(IReadOnlyList<WeightTensor> weights, WorkerSet workers)
        : base(weights[0].Shape[1], weights.Sum(weight => weight.Shape[0]), workers)
    {
        paddedInputs = Pad(Inputs);
        this.weights = new sbyte[(long)Outputs * paddedInputs];
        scales = new float[Outputs];
        int output = 0;
        float[] row = new float[Inputs];
        foreach (WeightTensor weight in weights)
        {
            weight.RequireWholeData();
            for (int i = 0; i < weight.Shape[0]; i++, output++)
            {
                scales[output] = Int8Rows.Copy(weight, i, row, this.weights.AsSpan(output * paddedInputs, Inputs));
            }
        }
    }

    public override void Multiply(float[] x, int rows, float[] y)
    {
        using QuantizedRows quantized = QuantizedRows.Create(x, rows, Inputs, paddedInputs);
        Run(new Work(this, quantized, rows, y), rows);
    }

    public override void CopyWeights(int output, Span<float> destination)
    {
        TensorPrimitives.ConvertTruncating<sbyte, float>(weights.AsSpan(output * paddedInputs, Inputs), destination);
        TensorPrimitives.Multiply(destination[..Inputs], scales[output], destination);
    }

    // Rows a multiple of 1 KB apart would compete for the same few lines of the first cache.
    private static int Pad(int length)
    {
        int padded = (length + Int8Dot.Step - 1) / Int8Dot.Step * Int8Dot.Step;
        return padded % 1024 == 0 ? padded + (4 * Int8Dot.Step) : padded;
    }

    private sealed class Work(Int8Linear layer, QuantizedRows x, int rows, float[] y) : LinearWork(rows, layer.Inputs, layer.Outputs, y)
    {
        protected override unsafe void ComputeTile(int row, int rows, int output, int outputs, Span<float> result)
        {
            int length = layer.paddedInputs;
            fixed (short* input = &x.Values[row * length])
            fixed (sbyte* weights = &layer.weights[(nint)output * length])
            fixed (float* target = result)
            {
                BlockedProduct.Multiply<short, sbyte, Int8Dot>(input, rows, weights, outputs, length, target, outputs);
            }

            for (int i = 0; i < rows; i++)
            {
                Span<float> sums = result.Slice(i * outputs, outputs);
                TensorPrimitives.Multiply(sums, x.Scales[row + i], sums);
                TensorPrimitives.Multiply(sums, layer.scales.AsSpan(output, outputs), sums);
            }
        }
    }
}
