using System.Numerics.Tensors;

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
        output = parts.Linear($"{prefix}wo.weight");
    }

    /// <summary>Computes <paramref name="rows"/> rows of <paramref name="x"/> into <paramref name="y"/>.</summary>
    public void Apply(float[] x, int rows, float[] y, Scratch scratch)
    {
        float[] hidden = scratch.Get("feed-forward hidden", rows * input.Outputs);
        float[] activated = gated ? scratch.Get("feed-forward gated", rows * width) : hidden;
        input.Multiply(x, rows, hidden);
        for (int row = 0; row < rows; row++)
        {
            Activate(hidden.AsSpan(row * input.Outputs, input.Outputs), activated.AsSpan(row * width, width));
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
        for (int row = 0; row < rows; row++)
        {
            var values = new Span<float>(space + ((nint)row * InnerStride), input.Outputs);
            Activate(values, values[..width]);
        }

        output.Multiply(space, InnerStride, rows, y, outputStride, further);
    }

    private int InnerStride => Spread.Rows<float>(input.PaddedOutputs);

    // Input: the numbers to activate, behind them the gate if there is one.
    private void Activate(ReadOnlySpan<float> x, Span<float> y)
    {
        ActivateUngated(x[..width], y);
        if (gated)
        {
            TensorPrimitives.Multiply(y, x[width..], y);
        }
    }

    private void ActivateUngated(ReadOnlySpan<float> x, Span<float> y)
    {
        if (gelu)
        {
            Gelu(x, y);
        }
        else
        {
            TensorPrimitives.Max(x, 0f, y);
        }
    }

    // The tanh approximation: 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), arXiv 1606.08415 section 2.
    private static void Gelu(ReadOnlySpan<float> x, Span<float> y)
    {
        const int Chunk = 256;
        Span<float> buffer = stackalloc float[Chunk];
        for (int start = 0; start < x.Length; start += Chunk)
        {
            int length = Math.Min(Chunk, x.Length - start);
            ReadOnlySpan<float> values = x.Slice(start, length);
            Span<float> inner = buffer[..length];
            TensorPrimitives.Multiply(values, values, inner);
            TensorPrimitives.Multiply(inner, 0.044715f, inner);
            TensorPrimitives.MultiplyAdd(inner, values, values, inner);
            TensorPrimitives.Multiply(inner, MathF.Sqrt(2 / MathF.PI), inner);
            TensorPrimitives.Tanh(inner, inner);
            TensorPrimitives.AddMultiply(inner, 1f, values, inner);
            TensorPrimitives.Multiply(inner, 0.5f, y.Slice(start, length));
        }
    }
}
