namespace KPDD;

/// <summary>Writes files whole or not at all: to a temporary name beside the target, then renamed over it.</summary>
public static class WholeFile
{
    /// <summary>Writes text (UTF-8, no byte-order mark).</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its new content.</param>
    public static void Write(string path, string text) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write(text);
    });

    /// <summary>Writes whatever <paramref name="write"/> puts into the stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; when it throws, the old file stays as it was.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string temporary = TemporaryName(full);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes several files that belong together: all of them or none.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="write">Writes them, given one stream a file in the order of the paths; when it throws, the old files stay as they were.</param>
    /// <returns>A task that ends when the files are in their places.</returns>
    public static async Task WriteAllAsync(IReadOnlyList<string> paths, Func<IReadOnlyList<Stream>, Task> write)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(write);
        (string Target, string Temporary)[] files = [.. paths.Select(Path.GetFullPath).Select(full => (full, TemporaryName(full)))];
        var streams = new List<FileStream>(files.Length);
        try
        {
            foreach ((string target, string temporary) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                streams.Add(new FileStream(temporary, FileMode.CreateNew, FileAccess.Write));
            }

            await write(streams).ConfigureAwait(false);
            streams.ForEach(stream => stream.Flush(flushToDisk: true));
            streams.ForEach(stream => stream.Dispose());
            Array.ForEach(files, file => File.Move(file.Temporary, file.Target, overwrite: true));
        }
        finally
        {
            streams.ForEach(stream => stream.Dispose());
            Array.ForEach(files, file => File.Delete(file.Temporary));
        }
    }

    private static string TemporaryName(string full) => $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
}
