using System.Runtime.CompilerServices;

namespace KPDD;

/// <summary>Reads maths word problems from the files of public data sets.</summary>
/// <remarks>
/// A record that cannot be read stops the reading with a <see cref="KpddException"/> that names file and record: nothing is skipped in silence.
/// Ids are the source's own (SVAMP, ASDiv) or made of format, file name and index from 0, as <c>gsm8k-test-12</c>. All members may be used from several threads at once.
/// </remarks>
public static class Datasets
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format.</param>
    /// <returns>The problems with gold answers, in file order.</returns>
    /// <exception cref="ArgumentException">The path is blank or the format unknown.</exception>
    /// <exception cref="KpddException">The file is missing, holds no record, or a record is broken.</exception>
    public static IReadOnlyList<MathProblem> Read(string path, DatasetFormat format)
    {
        DatasetFormats.GetName(format);
        return [.. Parse(new DataFile(path), format)];
    }

    /// <summary>Reads a file, problem by problem: JSON lines and CSV in pieces as the problems are asked for, the other formats whole before the first one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="cancellationToken">Polled at each problem.</param>
    /// <returns>The problems with gold answers, in file order; errors appear when their record is reached.</returns>
    /// <exception cref="ArgumentException">The path is blank or the format unknown.</exception>
    /// <exception cref="KpddException">The file is missing, holds no record, or a record is broken.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async IAsyncEnumerable<MathProblem> ReadAsync(
        string path, DatasetFormat format, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        DatasetFormats.GetName(format);
        var file = new DataFile(path);
        if (format is not (DatasetFormat.Gsm8k or DatasetFormat.MawpsCsv))
        {
            await file.LoadAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (MathProblem problem in Parse(file, format))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return problem;
        }
    }

    private static IEnumerable<MathProblem> Parse(DataFile file, DatasetFormat format) => format switch
    {
        DatasetFormat.Gsm8k => Gsm8kReader.Read(file),
        DatasetFormat.Svamp => SvampReader.Read(file),
        DatasetFormat.Asdiv => AsdivReader.Read(file),
        DatasetFormat.MawpsCsv => MaskedProblems.Parse(file).Select(p => p.ToMathProblem()),
        _ => SolutionListReader.Read(file, format),
    };
}
