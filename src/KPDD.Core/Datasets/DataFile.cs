using System.Text;

namespace KPDD;

/// <summary>A data file, and the one way to complain about it. It is read when its text is asked for.</summary>
internal sealed class DataFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private string? text;

    /// <summary>Names a file.</summary>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    public DataFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = path;
    }

    /// <summary>The path as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>File name without folder and extension.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The whole text, for formats that cannot be read in pieces.</summary>
    /// <exception cref="KpddException">The file is missing, unreadable or not UTF-8.</exception>
    public string Text => text ??= Guard(() => File.ReadAllText(Path, StrictUtf8));

    /// <summary>Reads the whole text ahead of its use.</summary>
    /// <exception cref="KpddException">The file is missing, unreadable or not UTF-8.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            text = await File.ReadAllTextAsync(Path, StrictUtf8, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsReadFailure(e))
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Reads the text from its beginning, in pieces.</summary>
    /// <exception cref="KpddException">The file is missing or unreadable.</exception>
    public DataReader Open() => new(this, Guard(() => new StreamReader(Path, StrictUtf8)));

    /// <summary>Reads, and turns what goes wrong into a complaint about the file.</summary>
    /// <exception cref="KpddException">The file is missing, unreadable or not UTF-8.</exception>
    public T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsReadFailure(e))
        {
            throw Unreadable(e);
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

    private KpddException Unreadable(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => Error("there is no such data file. Give the path of an existing file.", e),
        DecoderFallbackException => Error("the file is not UTF-8 text. Convert it to UTF-8.", e),
        _ => Error($"the data file cannot be read ({e.Message.TrimEnd('.')}). Give a readable file.", e),
    };
}
