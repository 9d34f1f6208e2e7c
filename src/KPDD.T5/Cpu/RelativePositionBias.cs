namespace KPDD.T5.Cpu;

/// <summary>The learnt bias that attention adds for the distance between query and key (arXiv 1910.10683, section 2.1).</summary>
internal sealed class RelativePositionBias
{
    private readonly float[] weight;
    private readonly int heads;
    private readonly int buckets;
    private readonly int maxDistance;
    private readonly bool bidirectional;

    /// <param name="weight">The table <c>[buckets, heads]</c>.</param>
    /// <param name="maxDistance">Distance from which on all share a bucket.</param>
    /// <param name="bidirectional">True in the encoder, where keys lie on both sides of the query.</param>
    public RelativePositionBias(WeightTensor weight, int maxDistance, bool bidirectional)
    {
        this.weight = weight.ToFloat32();
        buckets = weight.Shape[0];
        heads = weight.Shape[1];
        this.maxDistance = maxDistance;
        this.bidirectional = bidirectional;
    }

    /// <summary>The bias of every distance that occurs among <paramref name="length"/> positions.</summary>
    public Table CreateTable(int length)
    {
        int distances = (2 * length) - 1;
        float[] values = new float[heads * distances];
        for (int i = 0; i < distances; i++)
        {
            int bucket = RelativePosition.Bucket(buckets, maxDistance, i - (length - 1), bidirectional);
            for (int head = 0; head < heads; head++)
            {
                values[(head * distances) + i] = weight[(bucket * heads) + head];
            }
        }

        return new Table(length, values);
    }

    /// <summary>Bias by distance, for texts of up to <paramref name="length"/> tokens.</summary>
    internal sealed class Table(int length, float[] values)
    {
        public int Length { get; } = length;

        /// <summary>The bias of one head for keys 0, 1, 2 ... as seen from a query's position.</summary>
        public ReadOnlySpan<float> Row(int head, int query, int keys) =>
            values.AsSpan((head * ((2 * Length) - 1)) + (Length - 1) - query, keys);
    }
}
