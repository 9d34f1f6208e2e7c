using System.Numerics.Tensors;

namespace KPDD.T5.Cpu;

/// <summary>Token embedding and output layer; a tied model uses one matrix for both.</summary>
internal sealed class Embedding
{
    private readonly bool tied;
    private readonly float[] table;
    private readonly Linear head;

    public Embedding(ModelParts parts)
    {
        Width = parts.Config.ModelWidth;
        tied = parts.Config.TiedEmbeddings;
        head = parts.Linear(tied ? "shared.weight" : "lm_head.weight");
        table = tied ? [] : parts.Weights["shared.weight"].ToFloat32();
    }

    /// <summary>Numbers of a vector: d_model.</summary>
    public int Width { get; }

    /// <summary>Copies a token's vector.</summary>
    /// <param name="token">The token.</param>
    /// <param name="destination">Receives d_model numbers.</param>
    public void Look(int token, Span<float> destination)
    {
        if (tied)
        {
            head.CopyWeights(token, destination);
        }
        else
        {
            table.AsSpan(token * Width, Width).CopyTo(destination);
        }
    }

    /// <summary>Logits <c>[rows, vocab_size]</c> of normalized decoder states, which a tied model scales by d_model^-0.5 (in place).</summary>
    public void Project(float[] states, int rows, float[] logits)
    {
        if (tied)
        {
            Span<float> all = states.AsSpan(0, rows * Width);
            TensorPrimitives.Multiply(all, 1 / MathF.Sqrt(Width), all);
        }

        head.Multiply(states, rows, logits);
    }
}
