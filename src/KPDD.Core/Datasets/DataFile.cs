using System.Text;

namespace KPDD;

/// <summary>A data file in memory: its text, and the one way to complain about it.</summary>
internal sealed class DataFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Wraps text that was read from <paramref name="path"/>.</summary>
    public DataFile(string path, string text)
    {
        Path = path;
        Text = text;
    }

    /// <summary>The path as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>File name without folder and extension.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Reads a file.</summary>
    /// <exception cref="KpddException">It is missing, unreadable or not UTF-8.</exception>
    public static DataFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            return new DataFile(path, File.ReadAllText(path, StrictUtf8));
        }
        catch (Exception e) when (IsReadFailure(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Reads a file; see <see cref="Read"/>.</summary>
    public static async Task<DataFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            return new DataFile(path, await File.ReadAllTextAsync(path, StrictUtf8, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (IsReadFailure(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>A complaint about one record.</summary>
    /// <param name="where">The record, for example <c>line 12</c> or <c>record 3</c>.</param>
    /// <param name="problem">What is wrong and what was expected.</param>
    /// <param name="cause">The underlying failure, where there is one.</param>
    public KpddException Error(string where, string problem, Exception? cause = null) => new($"{Path}, {where}: {problem}", cause);

    /// <summary>A complaint about the file as a whole.</summary>
    public KpddException Error(string problem, Exception? cause = null) => new($"{Path}: {problem}", cause);

    /// <summary>A complaint about a file without a record: what was measured on it or learned from it would mean nothing.</summary>
    public KpddException NoRecord() => Error("the file holds no record. Give a file with at least one; is it cut short, or the format another one?");

    private static bool IsReadFailure(Exception e) =>
        e is IOException or UnauthorizedAccessException or DecoderFallbackException or NotSupportedException;

    private static KpddException Unreadable(string path, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            new KpddException($"{path}: there is no such data file. Give the path of an existing file.", e),
        DecoderFallbackException => new KpddException($"{path}: the file is not UTF-8 text. Convert it to UTF-8.", e),
        _ => new KpddException($"{path}: the data file cannot be read ({e.Message.TrimEnd('.')}). Give a readable file.", e),
    };
}
