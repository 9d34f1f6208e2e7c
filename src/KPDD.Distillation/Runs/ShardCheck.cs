namespace KPDD.Distillation;

/// <summary>What must hold before shards are joined.</summary>
internal static class ShardCheck
{
    private const int NamedPaths = 5;

    /// <exception cref="KpddException">The folders are not the parts of one run, each once.</exception>
    public static void RequireOneRun(IReadOnlyList<string> folders, RunManifest[] manifests)
    {
        RunManifest first = manifests[0];
        for (int i = 0; i < manifests.Length; i++)
        {
            RunManifest other = manifests[i];
            if (first.FirstDifference(other with { Shard = first.Shard }) is { } difference)
            {
                throw new KpddException($"{folders[0]} and {folders[i]} are not parts of one run ({difference}).");
            }

            if (other.Shard.Count != first.Shard.Count)
            {
                throw new KpddException($"{folders[0]} is shard {first.Shard} and {folders[i]} shard {other.Shard}: they split the data differently.");
            }

            if (other.Problems is null)
            {
                throw new KpddException($"{folders[i]}: shard {other.Shard} has not reached the end of its data. Resume it first.");
            }

            if (other.Problems != first.Problems)
            {
                throw new KpddException($"{folders[0]} read {first.Problems} problems and {folders[i]} {other.Problems}: they read different data.");
            }

            if (other.DataFingerprint != first.DataFingerprint)
            {
                throw new KpddException($"{folders[0]} and {folders[i]} read different data: as many problems, but not the same ones. Run all shards on one data file.");
            }

            if (Array.FindIndex(manifests, manifest => manifest.Shard == other.Shard) is int earlier && earlier < i)
            {
                throw new KpddException($"{folders[earlier]} and {folders[i]} are both shard {other.Shard}. Give each shard once.");
            }
        }

        int[] missing = [.. Enumerable.Range(1, first.Shard.Count).Except(manifests.Select(manifest => manifest.Shard.Index))];
        if (missing.Length > 0)
        {
            throw new KpddException($"Missing: shard {string.Join(", ", missing.Take(NamedPaths).Select(index => new Shard(index, first.Shard.Count)))}. Give all of them.");
        }
    }

    /// <exception cref="KpddException">A path of the shard is missing, or one of another shard is there.</exception>
    public static void RequireComplete(string folder, RunManifest manifest, List<JournalEntry> entries)
    {
        HashSet<(int, int)> there = [.. entries.Select(entry => (entry.Number, entry.Path))];
        JournalEntry foreign = entries.Find(entry => !manifest.Shard.Owns(entry.Number) || entry.Number >= manifest.Problems || entry.Path >= manifest.Paths);
        if (foreign.Length > 0)
        {
            throw new KpddException($"{folder}: path {foreign.Path} of problem number {foreign.Number} does not belong to shard {manifest.Shard}.");
        }

        IEnumerable<(int Number, int Path)> expected = Enumerable.Range(0, manifest.Problems ?? 0).Where(manifest.Shard.Owns)
            .SelectMany(number => Enumerable.Range(0, manifest.Paths).Select(path => (number, path)));
        (int Number, int Path)[] missing = [.. expected.Where(pair => !there.Contains(pair))];
        if (missing.Length > 0)
        {
            string named = string.Join(", ", missing.Take(NamedPaths).Select(pair => $"path {pair.Path} of problem number {pair.Number}"));
            throw new KpddException($"{folder}: {missing.Length} paths are missing, the first {named}. Resume shard {manifest.Shard} first.");
        }
    }
}
