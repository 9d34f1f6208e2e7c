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
            Span<float> values = hidden.AsSpan(row * input.Outputs, width);
            Activate(values, activated.AsSpan(row * width, width));
            if (gated)
            {
                ReadOnlySpan<float> gate = hidden.AsSpan((row * input.Outputs) + width, width);
                TensorPrimitives.Multiply(activated.AsSpan(row * width, width), gate, activated.AsSpan(row * width, width));
            }
        }

        output.Multiply(activated, rows, y);
    }

    private void Activate(ReadOnlySpan<float> x, Span<float> y)
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
