using Microsoft.Win32.SafeHandles;

namespace KPDD.Distillation;

/// <summary>Joins the shards of a run into one run folder, and checks that nothing is missing and nothing there twice.</summary>
public static class ShardMerge
{
    /// <summary>Joins shards.</summary>
    /// <param name="shards">The folders, in any order; all parts of one run.</param>
    /// <param name="output">The folder to write; must hold no run.</param>
    /// <param name="cancellationToken">Polled at each shard.</param>
    /// <returns>The manifest of the joined run.</returns>
    /// <exception cref="ArgumentException">There are no shards.</exception>
    /// <exception cref="KpddException">The shards do not belong together, a path is missing or there twice, or a folder cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RunManifest Merge(IReadOnlyList<string> shards, string output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentException.ThrowIfNullOrEmpty(output);
        if (shards.Count == 0)
        {
            throw new ArgumentException("There are no shards to merge.", nameof(shards));
        }

        var target = new RunFolder(output);
        using FolderLock taken = RunLock.Take(target);
        if (File.Exists(target.Manifest))
        {
            throw new KpddException($"{target.Path}: there is a run already. Merge into a new folder.");
        }

        RunManifest[] manifests = [.. shards.Select(RunManifest.Read)];
        ShardCheck.RequireOneRun(shards, manifests);
        var entries = new List<(JournalEntry Entry, string Journal)>();
        for (int i = 0; i < shards.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string journal = new RunFolder(shards[i]).Journal;
            List<JournalEntry> own = JournalScanner.Index(journal);
            ShardCheck.RequireComplete(shards[i], manifests[i], own);
            entries.AddRange(own.Select(entry => (entry, journal)));
        }

        entries.Sort((one, other) => (one.Entry.Number, one.Entry.Path).CompareTo((other.Entry.Number, other.Entry.Path)));
        WholeFile.Write(target.Journal, stream =>
        {
            Copy(entries, stream);
            shards.SelectMany(shard => Sums(new RunFolder(shard).Journal)).ToList().ForEach(spent => stream.Write(JournalJson.ToBytes(spent)));
        });
        File.Copy(new RunFolder(shards[0]).Prompts, target.Prompts, overwrite: true);
        RunManifest merged = manifests[0] with { Shard = Shard.Whole };
        merged.Write(target);
        return merged;
    }

    /// <summary>What a shard was charged for: live calls in one line, results of batches in a line each, since they may be read again.</summary>
    private static IEnumerable<SpentLine> Sums(string journal)
    {
        TokenUsage live = default;
        foreach (SpentLine spent in JournalScanner.Spending(journal))
        {
            if (spent.Answer is not null)
            {
                yield return spent;
            }
            else
            {
                live += spent.Spent;
            }
        }

        yield return new SpentLine(live);
    }

    private static void Copy(List<(JournalEntry Entry, string Journal)> entries, Stream target)
    {
        var sources = new Dictionary<string, SafeFileHandle>(StringComparer.Ordinal);
        try
        {
            foreach ((JournalEntry entry, string journal) in entries)
            {
                if (!sources.TryGetValue(journal, out SafeFileHandle? source))
                {
                    sources[journal] = source = File.OpenHandle(journal);
                }

                target.Write(entry.Read(source));
            }
        }
        finally
        {
            foreach (SafeFileHandle source in sources.Values)
            {
                source.Dispose();
            }
        }
    }
}
