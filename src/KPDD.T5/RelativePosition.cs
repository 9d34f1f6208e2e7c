namespace KPDD.T5;

/// <summary>Buckets of the relative position bias (arXiv 1910.10683, section 2.1; reference code: <c>_relative_position_bucket</c>). Both engines use it.</summary>
internal static class RelativePosition
{
    /// <summary>Bucket of a key's position minus the query's: exact for near keys, logarithmic up to the maximal distance.</summary>
    /// <param name="buckets">Number of buckets.</param>
    /// <param name="maxDistance">Distance from which on all share a bucket.</param>
    /// <param name="keyMinusQuery">Key position - query position.</param>
    /// <param name="bidirectional">True in the encoder, where keys lie on both sides of the query.</param>
    public static int Bucket(int buckets, int maxDistance, int keyMinusQuery, bool bidirectional)
    {
        int available = buckets;
        int bucket = 0;
        int distance = -Math.Min(keyMinusQuery, 0);
        if (bidirectional)
        {
            available /= 2;
            bucket = keyMinusQuery > 0 ? available : 0;
            distance = Math.Abs(keyMinusQuery);
        }

        int exact = available / 2;
        if (distance < exact)
        {
            return bucket + distance;
        }

        // In float32 like the reference code, so that distances on a bucket's edge fall on the same side.
        float position = MathF.Log((float)distance / exact) / (float)Math.Log((double)maxDistance / exact) * (available - exact);
        return bucket + exact + (int)Math.Clamp(position, 0, available - exact - 1);
    }
}
