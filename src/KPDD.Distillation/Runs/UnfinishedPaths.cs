using Microsoft.Win32.SafeHandles;

namespace KPDD.Distillation;

/// <summary>Paths of several calls that have some of their answers, and not yet all: what was paid for is not asked for again.</summary>
/// <remarks>The answers of earlier sessions stay in their file; some 60 bytes a path are held. Thread-safe.</remarks>
internal sealed class UnfinishedPaths : IDisposable
{
    private readonly Dictionary<(int Number, int Path), JournalEntry> entries = [];
    private readonly string file;
    private readonly SafeFileHandle? handle;
    private readonly Lazy<JournalWriter> writer;

    /// <summary>Reads what a run folder holds.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="completed">The paths that are complete by now.</param>
    /// <exception cref="KpddException">The file cannot be read, or a line is no record.</exception>
    public UnfinishedPaths(RunFolder folder, CompletedPaths completed)
    {
        file = folder.Unfinished;
        long length = 0;
        foreach ((JournalLine line, JournalEntry entry) in JournalScanner.Paths(file))
        {
            length = entry.Offset + entry.Length;
            if (!completed.Contains(line.Number, line.Path))
            {
                // A later record of a path holds the answers of the earlier ones too.
                entries[(line.Number, line.Path)] = entry;
            }
        }

        writer = new Lazy<JournalWriter>(() => new JournalWriter(file, length, pathsBetweenFlushes: int.MaxValue)); // A path that is complete is safe in the journal.
        handle = entries.Count == 0 ? null : File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
    }

    /// <summary>The answers to a path that are there already, from the first call on; none for a path that was not begun.</summary>
    /// <exception cref="KpddException">They belong to another problem.</exception>
    public IReadOnlyList<TeacherReply> RepliesOf(int number, int path, MathProblem problem)
    {
        if (!entries.TryGetValue((number, path), out JournalEntry entry))
        {
            return [];
        }

        JournalLine line = JournalLine.Parse(entry.Read(handle!));
        return TextFingerprint.Short(line.Problem) == TextFingerprint.Short(problem)
            ? line.Replies
            : throw new KpddException($"{file}: problem number {number} is '{line.Id}' there, and '{problem.Id}' in the data set. Resume with the data file the run was begun with.");
    }

    /// <summary>Keeps the answers to a path that needs more of them.</summary>
    /// <exception cref="KpddException">They could not be written.</exception>
    public void Append(JournalLine path) => writer.Value.Append(path);

    public void Dispose()
    {
        handle?.Dispose();
        if (writer.IsValueCreated)
        {
            writer.Value.Dispose();
        }
    }
}
