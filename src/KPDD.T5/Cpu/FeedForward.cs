using System.Runtime.CompilerServices;

namespace KPDD.T5.Cpu;

/// <summary>The feed-forward layer: wo(act(wi x)), or wo(act(wi_0 x) * wi_1 x) when gated.</summary>
internal sealed class FeedForward
{
    private readonly bool gated;
    private readonly bool gelu;
    private readonly Linear input;
    private readonly Linear output;
    private readonly int width;

    public FeedForward(ModelParts parts, string layer)
    {
        gated = parts.Config.GatedFeedForward;
        gelu = parts.Config.UsesGelu;
        width = parts.Config.FeedForwardWidth;
        string prefix = $"{layer}.DenseReluDense.";
        input = gated ? parts.Linear($"{prefix}wi_0.weight", $"{prefix}wi_1.weight") : parts.Linear($"{prefix}wi.weight");
        output = parts.Int16Linear($"{prefix}wo.weight");
    }

    /// <summary>The instructions of its second layer's products.</summary>
    public string OutputInstructions => output.Instructions;

    /// <summary>Computes <paramref name="rows"/> rows of <paramref name="x"/> into <paramref name="y"/>.</summary>
    public unsafe void Apply(float[] x, int rows, float[] y, Scratch scratch)
    {
        float[] hidden = scratch.Get("feed-forward hidden", rows * input.Outputs);
        float[] activated = gated ? scratch.Get("feed-forward gated", rows * width) : hidden;
        input.Multiply(x, rows, hidden);
        fixed (float* values = hidden, target = activated)
        {
            Activate(values, input.Outputs, rows, target, width);
        }

        output.Multiply(activated, rows, y);
    }

    /// <summary>Numbers of working space that rows need on the calling thread.</summary>
    public int WorkingSpace(int rows) => (rows * InnerStride) + Math.Max(input.WorkingSpace(rows), output.WorkingSpace(rows));

    /// <summary>The same on the calling thread.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="y">Receives the rows.</param>
    /// <param name="outputStride">Numbers from one row of them to the next: d_model rounded up to whole panels at least.</param>
    /// <param name="space">The working space.</param>
    public unsafe void Apply(float* x, int stride, int rows, float* y, int outputStride, float* space)
    {
        float* further = space + (rows * InnerStride);
        input.Multiply(x, stride, rows, space, InnerStride, further);
        Activate(space, InnerStride, rows, space, InnerStride);
        output.Multiply(space, InnerStride, rows, y, outputStride, further);
    }

    private int InnerStride => Spread.Rows<float>(input.PaddedOutputs);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Activate(float* x, int stride, int rows, float* y, int outputStride)
    {
        for (int row = 0; row < rows; row++, x += stride, y += outputStride)
        {
            if (gelu)
            {
                RowKernels.Gelu(x, width, y);
            }
            else
            {
                RowKernels.Relu(x, width, y);
            }

            // The gate lies behind the numbers to activate.
            if (gated)
            {
                RowKernels.Multiply(x + width, y, width);
            }
        }
    }
}
