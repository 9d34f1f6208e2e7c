using KPDD.T5;

namespace KPDD.Benchmarks.Generation.Onnx;

/// <summary>Weights as ONNX multiplies them: <c>[in, out]</c>.</summary>
internal sealed record TransposedMatrix(float[] Values, int Inputs, int Outputs)
{
    /// <summary>Joins checkpoint matrices <c>[out, in]</c> over the same inputs.</summary>
    public static TransposedMatrix Create(WeightTensor[] tensors)
    {
        int inputs = tensors[0].Shape[1], outputs = tensors.Sum(tensor => tensor.Shape[0]);
        float[] values = new float[inputs * outputs];
        int column = 0;
        foreach (WeightTensor tensor in tensors)
        {
            float[] rows = tensor.ToFloat32();
            for (int row = 0; row < tensor.Shape[0]; row++, column++)
            {
                for (int i = 0; i < inputs; i++)
                {
                    values[(i * outputs) + column] = rows[(row * inputs) + i];
                }
            }
        }

        return new TransposedMatrix(values, inputs, outputs);
    }

    /// <summary>Symmetric int8 with one scale a column, in 7 bits: the runtime's "reduce range".</summary>
    /// <remarks>
    /// On AVX2 without VNNI the runtime adds two products in 16 bits, where weights of 8 bits saturate: not one token came out right.
    /// Its documentation asks for 7 bits there; they take the same time.
    /// </remarks>
    public (sbyte[] Values, float[] Scales) Quantize()
    {
        const int Largest = sbyte.MaxValue / 2;
        float[] scales = new float[Outputs];
        for (int i = 0; i < Values.Length; i++)
        {
            scales[i % Outputs] = MathF.Max(scales[i % Outputs], MathF.Abs(Values[i]) / Largest);
        }

        sbyte[] quantized = new sbyte[Values.Length];
        for (int i = 0; i < Values.Length; i++)
        {
            quantized[i] = (sbyte)MathF.Round(Values[i] / scales[i % Outputs]);
        }

        return (quantized, scales);
    }
}
