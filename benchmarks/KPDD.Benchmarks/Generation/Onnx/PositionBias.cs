using KPDD.T5;
using Microsoft.ML.OnnxRuntime;

namespace KPDD.Benchmarks.Generation.Onnx;

/// <summary>The relative position bias <c>[1, heads, queries, keys]</c> that the graphs take as an input.</summary>
internal sealed class PositionBias(T5Config config, float[] table, bool bidirectional)
{
    public static PositionBias Load(string folder, T5Config config, string stack, bool bidirectional) => new(
        config,
        ModelWeights.Load(folder)[$"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight"].ToFloat32(),
        bidirectional);

    public OrtValue Create(int firstQuery, int queries, int keys)
    {
        float[] values = new float[config.Heads * queries * keys];
        for (int i = 0; i < values.Length; i++)
        {
            int key = i % keys, query = firstQuery + (i / keys % queries), head = i / (keys * queries);
            values[i] = table[(Bucket(config, key - query, bidirectional) * config.Heads) + head];
        }

        return OrtValue.CreateTensorValueFromMemory(values, [1, config.Heads, queries, keys]);
    }

    /// <summary>The bucket of a distance (arXiv 1910.10683, section 2.1): the near ones one each, the far ones by their logarithm.</summary>
    public static int Bucket(T5Config config, int distance, bool bidirectional)
    {
        int buckets = bidirectional ? config.RelativeAttentionBuckets / 2 : config.RelativeAttentionBuckets;
        int offset = bidirectional && distance > 0 ? buckets : 0;
        int away = bidirectional ? Math.Abs(distance) : Math.Max(-distance, 0);
        int near = buckets / 2;
        if (away < near)
        {
            return offset + away;
        }

        double far = Math.Log((double)away / near) / Math.Log((double)config.RelativeAttentionMaxDistance / near) * (buckets - near);
        return offset + Math.Min(near + (int)far, buckets - 1);
    }
}
