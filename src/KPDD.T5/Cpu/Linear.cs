using System.Numerics;
using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>A linear layer without bias, y = x Wᵀ, in float32.</summary>
/// <remarks>
/// The weights lie in panels: the weights of a few neighbouring outputs side by side, input by input, so that the inner loop reads memory
/// in order and needs no sums across a vector. A panel stays in the cache while all rows pass it. Each output is summed in the
/// same order whatever the number of rows, so a row's result does not depend on the batch it is in.
/// </remarks>
internal sealed class Linear
{
    private const int VectorsPerPanel = 3;
    private const int RowsPerBlock = 4;

    /// <summary>Multiplications below which a second thread costs more than it saves.</summary>
    private const long ParallelThreshold = 2_000_000;

    private static readonly int PanelWidth = VectorsPerPanel * Vector<float>.Count;

    private readonly float[][] panels;

    /// <param name="weights">Matrices <c>[out, in]</c> over the same inputs; their outputs follow one another.</param>
    public Linear(params ReadOnlySpan<WeightTensor> weights)
    {
        Inputs = weights[0].Shape[1];
        foreach (WeightTensor weight in weights)
        {
            Outputs += weight.Shape[0];
        }

        panels = new float[(Outputs + PanelWidth - 1) / PanelWidth][];
        for (int i = 0; i < panels.Length; i++)
        {
            panels[i] = new float[Inputs * PanelWidth];
        }

        int output = 0;
        foreach (WeightTensor weight in weights)
        {
            Pack(weight.ToFloat32(), ref output);
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Multiplies <paramref name="rows"/> rows of <paramref name="x"/> into rows of <paramref name="y"/>.</summary>
    public void Multiply(float[] x, int rows, float[] y)
    {
        if ((long)rows * Inputs * Outputs < ParallelThreshold)
        {
            for (int panel = 0; panel < panels.Length; panel++)
            {
                MultiplyPanel(x, rows, y, panel);
            }
        }
        else
        {
            Parallel.For(0, panels.Length, panel => MultiplyPanel(x, rows, y, panel));
        }
    }

    /// <summary>Copies the weights of one output: a row of the matrix <c>[out, in]</c>.</summary>
    public void CopyWeights(int output, Span<float> destination)
    {
        float[] panel = panels[output / PanelWidth];
        for (int input = 0, at = output % PanelWidth; input < Inputs; input++, at += PanelWidth)
        {
            destination[input] = panel[at];
        }
    }

    private void Pack(ReadOnlySpan<float> weight, ref int output)
    {
        for (int row = 0; row < weight.Length / Inputs; row++, output++)
        {
            float[] panel = panels[output / PanelWidth];
            for (int input = 0, at = output % PanelWidth; input < Inputs; input++, at += PanelWidth)
            {
                panel[at] = weight[(row * Inputs) + input];
            }
        }
    }

    private void MultiplyPanel(float[] x, int rows, float[] y, int panel)
    {
        int start = panel * PanelWidth;
        int width = Math.Min(PanelWidth, Outputs - start);
        Span<float> sums = stackalloc float[RowsPerBlock * PanelWidth];
        for (int row = 0; row < rows;)
        {
            int block = rows - row >= RowsPerBlock ? RowsPerBlock : 1;
            ReadOnlySpan<float> input = x.AsSpan(row * Inputs, block * Inputs);
            if (block == RowsPerBlock)
            {
                SumFourRows(input, panels[panel], sums);
            }
            else
            {
                SumOneRow(input, panels[panel], sums);
            }

            for (int i = 0; i < block; i++)
            {
                sums.Slice(i * PanelWidth, width).CopyTo(y.AsSpan(((row + i) * Outputs) + start));
            }

            row += block;
        }
    }

    private static void SumOneRow(ReadOnlySpan<float> x, float[] panel, Span<float> sums)
    {
        int step = Vector<float>.Count;
        ref float weight = ref MemoryMarshal.GetArrayDataReference(panel);
        Vector<float> a = default, b = default, c = default;
        nuint at = 0;
        for (int i = 0; i < x.Length; i++, at += (nuint)PanelWidth)
        {
            var value = new Vector<float>(x[i]);
            a = Vector.FusedMultiplyAdd(value, Vector.LoadUnsafe(ref weight, at), a);
            b = Vector.FusedMultiplyAdd(value, Vector.LoadUnsafe(ref weight, at + (nuint)step), b);
            c = Vector.FusedMultiplyAdd(value, Vector.LoadUnsafe(ref weight, at + (nuint)(2 * step)), c);
        }

        Store(a, b, c, sums);
    }

    // Four rows by three vectors: twelve running sums, three weights and one value fill the sixteen registers of AVX2.
    private static void SumFourRows(ReadOnlySpan<float> x, float[] panel, Span<float> sums)
    {
        int step = Vector<float>.Count;
        int inputs = x.Length / RowsPerBlock;
        ref float weight = ref MemoryMarshal.GetArrayDataReference(panel);
        ReadOnlySpan<float> x0 = x[..inputs], x1 = x.Slice(inputs, inputs), x2 = x.Slice(2 * inputs, inputs), x3 = x.Slice(3 * inputs, inputs);
        Vector<float> a0 = default, b0 = default, c0 = default, a1 = default, b1 = default, c1 = default;
        Vector<float> a2 = default, b2 = default, c2 = default, a3 = default, b3 = default, c3 = default;
        nuint at = 0;
        for (int i = 0; i < x0.Length; i++, at += (nuint)PanelWidth)
        {
            Vector<float> a = Vector.LoadUnsafe(ref weight, at);
            Vector<float> b = Vector.LoadUnsafe(ref weight, at + (nuint)step);
            Vector<float> c = Vector.LoadUnsafe(ref weight, at + (nuint)(2 * step));
            var value = new Vector<float>(x0[i]);
            a0 = Vector.FusedMultiplyAdd(value, a, a0);
            b0 = Vector.FusedMultiplyAdd(value, b, b0);
            c0 = Vector.FusedMultiplyAdd(value, c, c0);
            value = new Vector<float>(x1[i]);
            a1 = Vector.FusedMultiplyAdd(value, a, a1);
            b1 = Vector.FusedMultiplyAdd(value, b, b1);
            c1 = Vector.FusedMultiplyAdd(value, c, c1);
            value = new Vector<float>(x2[i]);
            a2 = Vector.FusedMultiplyAdd(value, a, a2);
            b2 = Vector.FusedMultiplyAdd(value, b, b2);
            c2 = Vector.FusedMultiplyAdd(value, c, c2);
            value = new Vector<float>(x3[i]);
            a3 = Vector.FusedMultiplyAdd(value, a, a3);
            b3 = Vector.FusedMultiplyAdd(value, b, b3);
            c3 = Vector.FusedMultiplyAdd(value, c, c3);
        }

        Store(a0, b0, c0, sums);
        Store(a1, b1, c1, sums[PanelWidth..]);
        Store(a2, b2, c2, sums[(2 * PanelWidth)..]);
        Store(a3, b3, c3, sums[(3 * PanelWidth)..]);
    }

    private static void Store(Vector<float> a, Vector<float> b, Vector<float> c, Span<float> sums)
    {
        a.CopyTo(sums);
        b.CopyTo(sums[Vector<float>.Count..]);
        c.CopyTo(sums[(2 * Vector<float>.Count)..]);
    }
}
