using System.Numerics.Tensors;

namespace KPDD.T5.Cpu;

/// <summary>T5's layer norm: divides by the root of the mean square, with neither mean nor bias.</summary>
internal sealed class RootMeanSquareNorm(WeightTensor weight, double epsilon)
{
    private readonly float[] scale = weight.ToFloat32();
    private readonly float epsilon = (float)epsilon;

    /// <summary>Normalizes <paramref name="rows"/> rows of <paramref name="x"/> into <paramref name="y"/>.</summary>
    public void Apply(float[] x, int rows, float[] y)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> input = x.AsSpan(row * scale.Length, scale.Length);
            Span<float> output = y.AsSpan(row * scale.Length, scale.Length);
            float meanSquare = TensorPrimitives.SumOfSquares(input) / scale.Length;
            TensorPrimitives.Multiply(input, 1 / MathF.Sqrt(meanSquare + epsilon), output);
            TensorPrimitives.Multiply(output, scale, output);
        }
    }
}
