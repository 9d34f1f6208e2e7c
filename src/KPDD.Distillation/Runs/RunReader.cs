using System.Runtime.CompilerServices;

namespace KPDD.Distillation;

/// <summary>Reads what a run's teacher answered.</summary>
public static class RunReader
{
    /// <summary>Reads the paths of a run, finished or not; a record that is being written is passed over.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="cancellationToken">Polled at each path.</param>
    /// <returns>The paths, by problem in the order of the data set and by path number, whatever order the answers came in.</returns>
    /// <exception cref="KpddException">The folder holds no run, or its journal is broken; the message names the line.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async IAsyncEnumerable<TeacherPath> ReadPathsAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RunManifest manifest = RunManifest.Read(folder);
        string journal = new RunFolder(folder).Journal;
        List<JournalEntry> entries = JournalScanner.Index(journal);
        if (entries.Count == 0)
        {
            yield break;
        }

        var dialogue = new TeacherDialogue(manifest.Form, manifest.Kind);
        using var stream = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        foreach (JournalEntry entry in entries)
        {
            JournalLine line = JournalLine.Parse(await ReadAsync(stream, entry, cancellationToken).ConfigureAwait(false));
            yield return dialogue.Read(line.Problem, line.Path, line.Replies) with { Teacher = manifest.Teacher, PromptVersion = manifest.PromptVersion };
        }
    }

    private static async Task<byte[]> ReadAsync(FileStream stream, JournalEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        byte[] bytes = new byte[entry.Length];
        stream.Position = entry.Offset;
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }
}
