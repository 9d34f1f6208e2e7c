using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>The loops of a matrix product around the dot products of a kernel.</summary>
internal static unsafe class BlockedProduct
{
    /// <summary>Outputs whose weights stay in the cache while the rows pass: a multiple of the kernels' three and eight.</summary>
    public const int OutputsPerGroup = 24;

    /// <summary>Multiplies rows of input by rows of weights: <c>y[row * stride + output]</c>.</summary>
    // Optimized at the first call: a kernel that waits to be found hot would make the first texts ten times slower.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TInput, TWeight, TKernel>(TInput* x, int rows, TWeight* weights, int outputs, int length, float* y, int stride)
        where TInput : unmanaged
        where TWeight : unmanaged
        where TKernel : struct, IDotKernel<TInput, TWeight>
    {
        for (int first = 0; first < outputs; first += OutputsPerGroup)
        {
            TWeight* group = weights + ((nint)first * length);
            int count = Math.Min(OutputsPerGroup, outputs - first);
            int row = 0;
            for (; row + 4 <= rows; row += 4)
            {
                FourRows<TInput, TWeight, TKernel>(x + ((nint)row * length), group, count, length, y + ((nint)row * stride) + first, stride);
            }

            for (; row < rows; row++)
            {
                OneRow<TInput, TWeight, TKernel>(x + ((nint)row * length), group, count, length, y + ((nint)row * stride) + first);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<TInput, TWeight, TKernel>(TInput* x, TWeight* weights, int outputs, int length, float* y, int stride)
        where TInput : unmanaged
        where TWeight : unmanaged
        where TKernel : struct, IDotKernel<TInput, TWeight>
    {
        int output = 0;
        for (; output + 3 <= outputs; output += 3)
        {
            TKernel.FourByThree(x, weights + ((nint)output * length), length, y + output, stride);
        }

        for (; output < outputs; output++)
        {
            for (int row = 0; row < 4; row++)
            {
                y[((nint)row * stride) + output] = TKernel.One(x + ((nint)row * length), weights + ((nint)output * length), length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TInput, TWeight, TKernel>(TInput* x, TWeight* weights, int outputs, int length, float* y)
        where TInput : unmanaged
        where TWeight : unmanaged
        where TKernel : struct, IDotKernel<TInput, TWeight>
    {
        int output = 0;
        for (; output + 8 <= outputs; output += 8)
        {
            TKernel.OneByEight(x, weights + ((nint)output * length), length, y + output);
        }

        for (; output < outputs; output++)
        {
            y[output] = TKernel.One(x, weights + ((nint)output * length), length);
        }
    }
}
