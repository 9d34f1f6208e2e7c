using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KPDD.T5.Cpu;

/// <summary>What the products with int8 weights have in common.</summary>
internal static unsafe class Int8Panels
{
    /// <summary>Outputs of a panel.</summary>
    public const int Width = 16;

    /// <summary>Inputs of one step: a panel's length must be a multiple of it.</summary>
    public const int Step = 4;

    /// <summary>Most rows that any kernel takes at once.</summary>
    public const int MostRows = 32;

    /// <summary>Bytes ahead of the weights in use that are fetched: eight rows use a line of them up in eight cycles, and the third cache takes some hundreds to deliver one.</summary>
    public const int Ahead = 4096;

    /// <summary>
    /// Rows that share the weights that are read. Their sums fit into the registers beside what feeds them: sixteen of thirty-two with AVX-512, eight of
    /// sixteen elsewhere. A processor that adds products in one instruction needs ten at least to hide its latency.
    /// </summary>
    public static int Rows => Avx512F.VL.IsSupported ? 8 : 4;

    /// <summary>Rows to multiply at once of those that are left, for kernels without a number of their own.</summary>
    public static int RowsAtOnce(int left) => Math.Min(left, Rows);

    /// <summary>Sums of up to <see cref="MostRows"/> rows, <c>sums[(panel * rows + row) * Width + output]</c>.</summary>
    /// <typeparam name="TPanels">How inputs and weights are multiplied.</typeparam>
    /// <typeparam name="T">Type of the inputs.</typeparam>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Inputs from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panel">The weights.</param>
    /// <param name="panels">Number of panels, two at most.</param>
    /// <param name="length">Inputs of a row, a multiple of <see cref="IInt8Panels{T}.LengthStep"/>.</param>
    /// <param name="sums">Receives the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TPanels, T>(T* x, int stride, int rows, sbyte* panel, int panels, int length, int* sums)
        where TPanels : IInt8Panels<T>
        where T : unmanaged
    {
        if (panels == 2 && TPanels.TryRowsOfTwo(x, stride, rows, panel, length, sums))
        {
            return;
        }

        for (; panels > 0; panels--)
        {
            int row = 0;
            for (; Rows == 8 && row + 8 <= rows; row += 8)
            {
                TPanels.EightRows(x + ((nint)row * stride), stride, panel, length, sums + (row * Width));
            }

            for (; row + 4 <= rows; row += 4)
            {
                TPanels.FourRows(x + ((nint)row * stride), stride, panel, length, sums + (row * Width));
            }

            for (; row < rows; row++)
            {
                TPanels.OneRow(x + ((nint)row * stride), panel, length, sums + (row * Width));
            }

            panel += (nint)Width * length;
            sums += rows * Width;
        }
    }

    /// <summary>y = (sums - offset * weight sums) * weight scale * row scale, for the outputs of a panel.</summary>
    /// <typeparam name="T">Type of the inputs.</typeparam>
    /// <param name="sums">Sums of products, row by row.</param>
    /// <param name="x">The rows that were multiplied: their scales, and what was added to each of their inputs.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="weightSums">Sum of each output's weights.</param>
    /// <param name="weightScales">Scale of each output's weights.</param>
    /// <param name="y">Receives the first row's outputs.</param>
    /// <param name="outputStride">Numbers from one row's outputs to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale<T>(int* sums, QuantizedRows<T> x, int rows, int* weightSums, float* weightScales, float* y, int outputStride)
        where T : unmanaged
    {
        if (Lanes512.AreFast)
        {
            Vector512<int> total = Vector512.Load(weightSums);
            Vector512<float> scale = Vector512.Load(weightScales);
            for (int row = 0; row < rows; row++, sums += Width, y += outputStride)
            {
                Vector512<int> products = Vector512.Load(sums);
                if (typeof(T) == typeof(byte))
                {
                    products -= total * x.Offset(row);
                }

                (Vector512.ConvertToSingle(products) * x.Scale(row) * scale).Store(y);
            }

            return;
        }

        for (int row = 0; row < rows; row++, sums += Width, y += outputStride)
        {
            for (int i = 0; i < Width; i += Vector256<float>.Count)
            {
                Vector256<int> products = Vector256.Load(sums + i);
                if (typeof(T) == typeof(byte))
                {
                    products -= Vector256.Load(weightSums + i) * x.Offset(row);
                }

                (Vector256.ConvertToSingle(products) * x.Scale(row) * Vector256.Load(weightScales + i)).Store(y + i);
            }
        }
    }

    /// <summary>Stores the sums of a row: at once where they are read at once, for a load that spans two stores waits for both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> a, Vector256<int> b, int* sums)
    {
        if (Lanes512.AreFast)
        {
            Vector512.Create(a, b).Store(sums);
            return;
        }

        a.Store(sums);
        b.Store(sums + Vector256<int>.Count);
    }
}
