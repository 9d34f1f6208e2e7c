using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>A linear layer whose weights stay where they are stored, row by row in float32.</summary>
/// <remarks>
/// A mapped file so stays the only copy of the weights, which all processes share. For few rows memory is slower than the products, and there is time to put weights in order on the
/// way; many rows are put into panels, and each weight is multiplied with the numbers of a whole panel. Both give the same bits.
/// </remarks>
internal sealed class Float32Linear : Linear
{
    /// <summary>Inputs that are multiplied with all rows before the next: panels of a chunk's rows, of so many, fit into a core's second cache beside what else is in use.</summary>
    private const int BlockLength = 1024;

    private readonly ReadOnlyMemory<byte>[] matrices;

    /// <param name="weights">Matrices <c>[out, in]</c> over the same inputs; their outputs follow one another.</param>
    /// <param name="workers">Threads to run on.</param>
    public Float32Linear(IReadOnlyList<WeightTensor> weights, WorkerSet workers)
        : base(weights[0].Shape[1], weights.Sum(weight => weight.Shape[0]), Float32Panels.Width, workers) =>
        matrices = [.. weights.Select(weight => weight.AsFloat32().Data)];

    public override string Instructions => Float32Panels.Instructions;

    // Each chunk reads all weights: for fewer rows memory is slower than the products.
    public override int LeastRows => RowChunks.MaxRows;

    public override unsafe void Multiply(float[] x, int rows, float[] y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, rows * Inputs);
        if (AreFew(rows))
        {
            Run(new RowsWork(this, x, rows, y), rows);
            return;
        }

        float[] space = ArrayPool<float>.Shared.Rent(WorkingSpace(rows));
        int start;
        fixed (float* input = x, working = space)
        {
            // Should the collector move the space afterwards, vectors may cross cache lines: that costs time alone.
            float* panels = Float32Panels.Align(working);
            start = (int)(panels - working);
            Arrange(input, Inputs, rows, panels);
        }

        Run(new PanelsWork(this, space, start, rows, y), rows);

        // A worker that still reads the panels then computes what nobody uses.
        ArrayPool<float>.Shared.Return(space);
    }

    public override int WorkingSpace(int rows) => AreFew(rows) ? 0 : Float32Panels.AlignmentSlack + (Rounding.Up(rows, PanelWidth) * Inputs);

    public override unsafe void Prepare(float* x, int stride, int rows, float* space)
    {
        if (!AreFew(rows))
        {
            Arrange(x, stride, rows, Float32Panels.Align(space));
        }
    }

    public override unsafe void Multiply(float* x, int stride, int rows, float* space, int output, int outputs, float* y, int outputStride)
    {
        if (AreFew(rows))
        {
            MultiplyRows(x, stride, rows, output, outputs, y, outputStride);
        }
        else
        {
            MultiplyPanels(Float32Panels.Align(space), rows, output, outputs, y, outputStride);
        }
    }

    public override void CopyWeights(int output, Span<float> destination)
    {
        WeightsFrom(output)[..Inputs].CopyTo(destination);
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void MultiplyRows(float* x, int stride, int rows, int output, int outputs, float* y, int outputStride)
    {
        for (int done = 0; done < outputs;)
        {
            ReadOnlySpan<float> matrix = WeightsFrom(output + done);
            int to = done + Math.Min(matrix.Length / Inputs, outputs - done);
            fixed (float* weights = matrix)
            {
                for (float* row = weights; done < to; done += Float32Rows.Outputs, row += Float32Rows.Outputs * (nint)Inputs)
                {
                    Float32Rows.Multiply(x, stride, rows, row, Inputs, Math.Min(Float32Rows.Outputs, to - done), y + done, outputStride);
                }
            }

            done = to;
        }

        // A mapped file must stay mapped until here: the spans of the matrices do not hold it.
        GC.KeepAlive(this);
    }

    // Rows that are multiplied with the weights as they lie.
    private static bool AreFew(int rows) => rows <= Float32Rows.MostRows;

    // The weights of an output and of those that follow it in its matrix.
    private ReadOnlySpan<float> WeightsFrom(int output)
    {
        int matrix = 0;
        for (; output >= matrices[matrix].Length / (Inputs * sizeof(float)); matrix++)
        {
            output -= matrices[matrix].Length / (Inputs * sizeof(float));
        }

        return MemoryMarshal.Cast<byte, float>(matrices[matrix].Span)[(output * Inputs)..];
    }

    // Puts rows into panels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Arrange(float* x, int stride, int rows, float* panels)
    {
        for (int row = 0; row < rows; row += PanelWidth)
        {
            float* panel = panels + ((nint)row * Inputs);
            int count = Math.Min(PanelWidth, rows - row);
            if (count < PanelWidth)
            {
                // What lies there from elsewhere reaches no result, but may be numbers that the processor is slow at.
                new Span<float>(panel, PanelWidth * Inputs).Clear();
            }

            Float32Panels.Transpose(x + ((nint)row * stride), stride, count, Inputs, panel, PanelWidth);
        }
    }

    // Products of all rows of the panels with some outputs. Sums of a panel's width of outputs lie on the stack.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private unsafe void MultiplyPanels(float* panels, int rows, int output, int outputs, float* y, int outputStride)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, LinearWork.MostRows);
        int paddedRows = Rounding.Up(rows, PanelWidth);
        float* space = stackalloc float[Float32Panels.AlignmentSlack + (PanelWidth * paddedRows)];
        float* sums = Float32Panels.Align(space);
        for (int first = 0; first < outputs; first += PanelWidth)
        {
            int count = Math.Min(PanelWidth, outputs - first);
            for (int k = 0; k < Inputs; k += BlockLength)
            {
                MultiplyPanels(panels + ((nint)k * PanelWidth), rows, k, Math.Min(BlockLength, Inputs - k), output + first, count, sums);
            }

            Float32Panels.Transpose(sums, paddedRows, count, rows, y + first, outputStride);
        }

        GC.KeepAlive(this);
    }

    // Adds a block of inputs to the sums [outputs, rows] of some outputs, which may lie in several matrices.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void MultiplyPanels(float* panels, int rows, int k, int length, int output, int outputs, float* sums)
    {
        for (int done = 0, count; done < outputs; done += count)
        {
            ReadOnlySpan<float> matrix = WeightsFrom(output + done);
            count = Math.Min(matrix.Length / Inputs, outputs - done);
            fixed (float* weights = matrix)
            {
                MultiplyPanels(weights + k, count, panels, rows, length, k > 0, sums + ((nint)done * Rounding.Up(rows, PanelWidth)));
            }
        }
    }

    // The same of the outputs whose weights begin there: each is read once and multiplied with all panels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void MultiplyPanels(float* weights, int outputs, float* panels, int rows, int length, bool add, float* sums)
    {
        int paddedRows = Rounding.Up(rows, PanelWidth);
        for (int output = 0; output < outputs; output += Float32Panels.Rows)
        {
            int count = Math.Min(Float32Panels.Rows, outputs - output);
            float* first = weights + ((nint)output * Inputs);
            for (int column = 0; column < paddedRows; column += PanelWidth)
            {
                // This panel's share of the weights that follow.
                int fetchFrom = count * column / paddedRows, fetchTo = count * (column + PanelWidth) / paddedRows;
                Float32Panels.Multiply(
                    first,
                    Inputs,
                    count,
                    panels + ((nint)column * Inputs),
                    PanelWidth,
                    rows - column,
                    length,
                    add,
                    sums + ((nint)output * paddedRows) + column,
                    paddedRows,
                    first + ((nint)(count + fetchFrom) * Inputs),
                    Inputs,
                    Math.Max(1, fetchTo - fetchFrom));
            }
        }
    }

    private sealed class RowsWork(Float32Linear layer, float[] x, int rows, float[] y) : LinearWork(rows, layer, y)
    {
        protected override unsafe void ComputeTile(int row, int rows, int output, int outputs, Span<float> result, int stride)
        {
            fixed (float* input = &x[row * layer.Inputs], target = result)
            {
                layer.MultiplyRows(input, layer.Inputs, rows, output, outputs, target, stride);
            }
        }
    }

    private sealed class PanelsWork(Float32Linear layer, float[] space, int start, int rows, float[] y) : LinearWork(rows, layer, y)
    {
        protected override unsafe void ComputeTile(int row, int rows, int output, int outputs, Span<float> result, int stride)
        {
            fixed (float* panels = &space[start + (row * layer.Inputs)], target = result)
            {
                layer.MultiplyPanels(panels, rows, output, outputs, target, stride);
            }
        }
    }
}
