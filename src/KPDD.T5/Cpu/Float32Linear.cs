using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KPDD.T5.Cpu;

/// <summary>A linear layer whose weights stay where they are stored, row by row in float32.</summary>
/// <remarks>
/// A mapped file so stays the only copy of the weights, which all processes share. Few rows are multiplied with the weights as they lie, number by number of both; for many
/// the rows are put into panels, and each weight is multiplied with the numbers of a whole panel: activations are fewer than weights, and cost less to put in order. Which of the
/// two a product is does not depend on its number of rows, for their sums differ in the last bits.
/// </remarks>
internal sealed class Float32Linear : Linear
{
    /// <summary>Inputs that are put into panels at once: with those of 64 rows they fit into a core's second cache beside what else is in use.</summary>
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

    // Outputs whose sums are held at once: all, if a sum needs several blocks of inputs.
    private int SummedOutputs => Inputs <= BlockLength ? PanelWidth : PaddedOutputs;

    public override void Multiply(float[] x, int rows, float[] y) => Run(new Work(this, x, rows, y), rows);

    public override int WorkingSpace(int rows) => Float32Panels.AlignmentSlack + (Rounding.Up(rows, PanelWidth) * (Math.Min(BlockLength, Inputs) + SummedOutputs));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override unsafe void Multiply(float* x, int stride, int rows, float* y, int outputStride, float* space)
    {
        int paddedRows = Rounding.Up(rows, PanelWidth);
        float* panels = Float32Panels.Align(space);
        float* sums = panels + (paddedRows * Math.Min(BlockLength, Inputs));
        for (int k = 0; k < Inputs; k += BlockLength)
        {
            int length = Math.Min(BlockLength, Inputs - k);
            Arrange(x + k, stride, rows, length, panels);
            for (int first = 0; first < Outputs; first += PanelWidth)
            {
                // Sums of a single block are complete at once and make room for the next ones.
                float* target = sums + ((nint)(first % SummedOutputs) * paddedRows);
                int count = Math.Min(PanelWidth, Outputs - first);
                MultiplyPanels(panels, rows, k, length, first, count, target);
                if (k + length == Inputs)
                {
                    Float32Panels.Transpose(target, paddedRows, count, rows, y + first, outputStride);
                }
            }
        }

        // A mapped file must stay mapped until here: the spans of the matrices do not hold it.
        GC.KeepAlive(this);
    }

    public override void CopyWeights(int output, Span<float> destination)
    {
        WeightsFrom(output)[..Inputs].CopyTo(destination);
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void MultiplyInPlace(float* x, int rows, int output, int outputs, float* y, int outputStride)
    {
        for (int done = 0; done < outputs;)
        {
            ReadOnlySpan<float> matrix = WeightsFrom(output + done);
            int to = done + Math.Min(matrix.Length / Inputs, outputs - done);
            fixed (float* weights = matrix)
            {
                for (float* row = weights; done < to; done += Float32Rows.Outputs, row += Float32Rows.Outputs * (nint)Inputs)
                {
                    Float32Rows.Multiply(x, Inputs, rows, row, Inputs, Math.Min(Float32Rows.Outputs, to - done), y + done, outputStride);
                }
            }

            done = to;
        }

        GC.KeepAlive(this);
    }

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

    // Puts inputs of all rows into panels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Arrange(float* x, int stride, int rows, int length, float* panels)
    {
        for (int row = 0; row < rows; row += PanelWidth)
        {
            float* panel = panels + ((nint)row * length);
            int count = Math.Min(PanelWidth, rows - row);
            if (count < PanelWidth)
            {
                // What lies there from elsewhere reaches no result, but may be numbers that the processor is slow at.
                new Span<float>(panel, PanelWidth * length).Clear();
            }

            Float32Panels.Transpose(x + ((nint)row * stride), stride, count, length, panel, PanelWidth);
        }
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
                    panels + ((nint)column * length),
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

    private sealed class Work(Float32Linear layer, float[] x, int rows, float[] y) : LinearWork(rows, layer, y)
    {
        protected override unsafe void ComputeTile(int row, int rows, int output, int outputs, Span<float> result, int stride)
        {
            fixed (float* input = &x[row * layer.Inputs], target = result)
            {
                layer.MultiplyInPlace(input, rows, output, outputs, target, stride);
            }
        }
    }
}
