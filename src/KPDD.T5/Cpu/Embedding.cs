using System.Numerics.Tensors;

namespace KPDD.T5.Cpu;

/// <summary>Token embedding and output layer; a tied model uses one matrix for both.</summary>
internal sealed class Embedding
{
    private readonly int width;
    private readonly bool tied;
    private readonly float[] table;
    private readonly Linear head;

    public Embedding(ModelParts parts)
    {
        width = parts.Config.ModelWidth;
        tied = parts.Config.TiedEmbeddings;
        head = parts.Linear(tied ? "shared.weight" : "lm_head.weight");
        table = tied ? [] : parts.Weights["shared.weight"].ToFloat32();
    }

    /// <summary>Copies a token's vector into row <paramref name="row"/> of <paramref name="hidden"/>.</summary>
    public void Look(int token, float[] hidden, int row)
    {
        Span<float> destination = hidden.AsSpan(row * width, width);
        if (tied)
        {
            head.CopyWeights(token, destination);
        }
        else
        {
            table.AsSpan(token * width, width).CopyTo(destination);
        }
    }

    /// <summary>Logits <c>[rows, vocab_size]</c> of normalized decoder states, which a tied model scales by d_model^-0.5 (in place).</summary>
    public void Project(float[] states, int rows, float[] logits)
    {
        if (tied)
        {
            Span<float> all = states.AsSpan(0, rows * width);
            TensorPrimitives.Multiply(all, 1 / MathF.Sqrt(width), all);
        }

        head.Multiply(states, rows, logits);
    }
}
