namespace KPDD.Distillation;

/// <summary>Writes what a filter kept as training sets, and what it dropped as a report.</summary>
public static class DistillationOutput
{
    private static readonly string[] Names =
    [
        DistillationFiles.Set, DistillationFiles.KeySet, DistillationFiles.SolveSet, DistillationFiles.KeyPrompts, DistillationFiles.SolvePrompts, DistillationFiles.Verdicts,
    ];

    /// <summary>Writes the files of <see cref="DistillationFiles"/>, all or none of the sets, as the verdicts come; no set is held in memory.</summary>
    /// <param name="verdicts">The filter's verdicts.</param>
    /// <param name="folder">The folder; files of the same names are replaced.</param>
    /// <param name="options">What the data card says; null means the defaults.</param>
    /// <param name="cancellationToken">Stops the work; the old files stay.</param>
    /// <returns>The report.</returns>
    /// <exception cref="KpddException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<FilterReport> WriteAsync(
        IAsyncEnumerable<PathVerdict> verdicts, string folder, DistillationOutputOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new DistillationOutputOptions();
        var card = new DataCard(options);
        var report = new FilterReportBuilder();
        try
        {
            await WholeFile.WriteAllAsync(
                [.. Names.Select(name => Path.Combine(folder, name))],
                streams => WriteSetsAsync(verdicts, streams, options, card, report, cancellationToken)).ConfigureAwait(false);
            FilterReport built = report.Build();
            FilterReportJson.Write(built, Path.Combine(folder, DistillationFiles.Report));
            WholeFile.Write(Path.Combine(folder, DistillationFiles.Card), card.Format(built));
            return built;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"{folder}: the distillation set cannot be written ({e.Message.TrimEnd('.')}). Choose another folder.", e);
        }
    }

    private static async Task WriteSetsAsync(
        IAsyncEnumerable<PathVerdict> verdicts, IReadOnlyList<Stream> streams, DistillationOutputOptions options, DataCard card, FilterReportBuilder report, CancellationToken cancellationToken)
    {
        LineFile[] files = [.. streams.Select(stream => new LineFile(stream))];
        var training = new TrainingFiles(files[0], files[1], files[2], files[3], files[4], options.TextFormat ?? new PlainTextFormat());
        await foreach (PathVerdict verdict in verdicts.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            report.Add(verdict);
            card.Add(verdict);
            await files[^1].WriteAsync(VerdictLine.From(verdict)).ConfigureAwait(false);
            if (verdict.IsKept)
            {
                await training.WriteAsync(verdict.Path.ToExample()).ConfigureAwait(false);
            }
        }

        card.KeyExamples = training.KeyExamples;
        foreach (LineFile file in files)
        {
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }
}
