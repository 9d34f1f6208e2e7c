namespace KPDD.Distillation;

/// <summary>What a journal holds already: for each problem a fingerprint and one bit a path. Some 56 bytes a problem.</summary>
internal sealed class CompletedPaths
{
    private readonly Dictionary<int, (ulong Problem, ulong Paths)> known = [];

    /// <summary>Bytes of the journal's whole lines.</summary>
    public long JournalLength { get; private set; }

    /// <summary>Paths in the journal.</summary>
    public int Count { get; private set; }

    /// <summary>The highest place in the data set that the journal speaks of; -1 when it is empty.</summary>
    public int LastNumber { get; private set; } = -1;

    /// <summary>Tokens that were paid for so far, also those of calls that came to nothing.</summary>
    public TokenUsage Spent { get; private set; }

    /// <summary>Reads a journal.</summary>
    /// <exception cref="KpddException">A line is no record, a path is there twice, or two problems share one place.</exception>
    public static CompletedPaths Read(string journal)
    {
        var completed = new CompletedPaths();
        foreach (JournalItem item in JournalScanner.Scan(journal))
        {
            if (item.Path is { } path)
            {
                completed.Add(path, journal);
            }

            completed.Spent += item.Spent?.Spent ?? default;
            completed.JournalLength = item.Offset + item.Length;
        }

        return completed;
    }

    /// <summary>True when the journal holds this path.</summary>
    public bool Contains(int number, int path) => known.TryGetValue(number, out var entry) && (entry.Paths & (1UL << path)) != 0;

    /// <summary>True when the journal holds nothing of this place in the data set, or holds this very problem.</summary>
    public bool Fits(int number, MathProblem problem) => !known.TryGetValue(number, out var entry) || entry.Problem == TextFingerprint.Short(problem);

    private void Add(JournalLine line, string journal)
    {
        ulong problem = TextFingerprint.Short(line.Problem);
        (ulong Problem, ulong Paths) entry = known.TryGetValue(line.Number, out var there) ? there : (problem, 0);
        if (entry.Problem != problem)
        {
            throw new KpddException($"{journal}: two problems stand at place {line.Number}, one of them '{line.Id}'. The journal was put together by hand; use 'merge' for shards.");
        }

        if ((entry.Paths & (1UL << line.Path)) != 0)
        {
            throw new KpddException($"{journal}: path {line.Path} of problem '{line.Id}' is there twice. Remove one of the two lines.");
        }

        known[line.Number] = (problem, entry.Paths | (1UL << line.Path));
        Count++;
        LastNumber = Math.Max(LastNumber, line.Number);
    }
}
