namespace KPDD.T5.Generation;

/// <summary>Random numbers that follow from a key alone, on every platform and runtime (SplitMix64: Steele, Lea and Flood, 2014).</summary>
internal sealed class RandomStream(ulong key)
{
    private const ulong Increment = 0x9E3779B97F4A7C15UL;

    private ulong state = key;

    /// <summary>A key for each row: it follows from the seed and the row's ids, and for equal rows from how many of them came before.</summary>
    public static ulong[] KeysOf(int seed, IReadOnlyList<int[]> rows)
    {
        var occurrences = new Dictionary<ulong, int>();
        var keys = new ulong[rows.Count];
        for (int row = 0; row < keys.Length; row++)
        {
            ulong key = Mix((uint)seed);
            foreach (int id in rows[row])
            {
                key = Derive(key, id);
            }

            int occurrence = occurrences[key] = occurrences.GetValueOrDefault(key) + 1;
            keys[row] = Derive(key, occurrence);
        }

        return keys;
    }

    /// <summary>A key of its own for each number under a key.</summary>
    public static ulong Derive(ulong key, int number) => Mix(unchecked(key + Increment) ^ Mix((uint)number));

    /// <summary>The next number, from 0 to below 1.</summary>
    public double NextDouble()
    {
        state = unchecked(state + Increment);
        return (Mix(state) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
