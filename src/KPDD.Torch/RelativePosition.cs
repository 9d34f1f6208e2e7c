using KPDD.T5;

namespace KPDD.Torch;

/// <summary>Buckets of the relative position bias (arXiv 1910.10683, section 2.1; reference code: <c>_relative_position_bucket</c>).</summary>
internal static class RelativePosition
{
    /// <summary>Bucket of a key at <paramref name="distance"/> = key position - query position.</summary>
    public static int Bucket(T5Config config, int distance, bool bidirectional)
    {
        int buckets = config.RelativeAttentionBuckets;
        int bucket = 0;
        if (bidirectional)
        {
            buckets /= 2;
            bucket = distance > 0 ? buckets : 0;
            distance = Math.Abs(distance);
        }
        else
        {
            distance = Math.Max(-distance, 0);
        }

        int exact = buckets / 2;
        if (distance < exact)
        {
            return bucket + distance;
        }

        // Float32, as the reference computes it: a double can land on the other side of a bucket's edge.
        float share = MathF.Log((float)distance / exact) / (float)Math.Log((double)config.RelativeAttentionMaxDistance / exact);
        return bucket + Math.Min(exact + (int)(share * (buckets - exact)), buckets - 1);
    }
}
