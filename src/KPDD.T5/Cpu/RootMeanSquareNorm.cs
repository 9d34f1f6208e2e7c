using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>T5's layer norm: divides by the root of the mean square, with neither mean nor bias.</summary>
internal sealed class RootMeanSquareNorm(WeightTensor weight, double epsilon)
{
    private readonly float[] scale = weight.ToFloat32();
    private readonly float epsilon = (float)epsilon;

    /// <summary>Normalizes <paramref name="rows"/> rows of <paramref name="x"/> into <paramref name="y"/>.</summary>
    public unsafe void Apply(float[] x, int rows, float[] y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(x.Length, y.Length), rows * scale.Length);
        fixed (float* input = x, output = y)
        {
            Apply(input, scale.Length, rows, output, scale.Length);
        }
    }

    /// <summary>The same for rows that are apart from one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Apply(float* x, int stride, int rows, float* y, int outputStride)
    {
        fixed (float* weights = scale)
        {
            for (int row = 0; row < rows; row++)
            {
                RowKernels.Normalize(x + ((nint)row * stride), weights, scale.Length, epsilon, y + ((nint)row * outputStride));
            }
        }
    }
}
