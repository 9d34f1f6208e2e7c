using System.Text;

namespace KPDD.Distillation;

/// <summary>Asks a teacher through batch files, which providers serve at a lower price: writes what is missing, and reads the results into the run's journal.</summary>
/// <remarks>
/// Works on the same run folder as <see cref="DistillationRun"/>: what a batch left out may be asked for live, and the other way round.
/// A path of one call takes one batch. A path of three calls takes three, one after the other, since each call holds the answer to the one before: write, read, and write again,
/// until nothing is missing. One process at a time writes a folder; one call at a time an instance.
/// </remarks>
public sealed class TeacherBatch
{
    /// <summary>Most requests that providers take in one file: 50,000.</summary>
    public const int MaxRequests = 50_000;

    /// <summary>Most bytes that providers take in one file: 200 MB.</summary>
    public const long MaxBytes = 200_000_000;

    private readonly DistillationRunOptions options;
    private readonly RunFolder folder;
    private readonly TeacherCalls calls;

    /// <summary>Creates the batch of a run.</summary>
    /// <param name="options">The run; its limits, prices and budget do not matter here. Copied.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or no model is named.</exception>
    public TeacherBatch(DistillationRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options.Clone();
        this.options.Validate();
        if (this.options.Teacher.Model is null)
        {
            throw new ArgumentException("A batch file must name the model.", nameof(options));
        }

        folder = new RunFolder(this.options.OutputFolder);
        calls = new TeacherCalls(this.options.Teacher);
    }

    /// <summary>What one file may hold.</summary>
    internal (int Requests, long Bytes) Limits { get; init; } = (MaxRequests, MaxBytes);

    /// <summary>Writes a batch file with the next request of every path that is not complete.</summary>
    /// <param name="problems">The data set.</param>
    /// <param name="path">The file; replaced when it is there.</param>
    /// <param name="cancellationToken">Polled at each problem.</param>
    /// <returns>The number of requests; the file is empty when nothing is missing.</returns>
    /// <exception cref="KpddException">As <see cref="DistillationRun.RunAsync"/>; or there are more than <see cref="MaxRequests"/> requests or <see cref="MaxBytes"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<int> WriteAsync(IAsyncEnumerable<MathProblem> problems, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FolderLock taken = RunLock.Take(folder);
        RunManifest manifest = Begin();
        CompletedPaths completed = CompletedPaths.Read(folder.Journal);
        using var unfinished = new UnfinishedPaths(folder, completed);
        var pending = new PendingPaths(options.Shard, options.Teacher.Paths, completed);
        int requests = 0;
        long bytes = 0;
        await WholeFile.WriteAllAsync([path], async streams =>
        {
            await using var file = new LineFile(streams[0]);
            await foreach (PendingPath next in pending.ReadAsync(problems, cancellationToken).ConfigureAwait(false))
            {
                string request = Request(new BatchPath(next, unfinished.RepliesOf(next.Number, next.Path, next.Problem)), manifest.Identity);
                bytes += Encoding.UTF8.GetByteCount(request) + 1;
                if (++requests > Limits.Requests || bytes > Limits.Bytes)
                {
                    throw new KpddException($"The batch would hold more than {Limits.Requests} requests or {Limits.Bytes / 1_000_000} MB, which providers do not take. Split the run into shards, one file each.");
                }

                await file.WriteLineAsync(request).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        return requests;
    }

    /// <summary>Reads the provider's result files into the run's journal; lines may come in any order, errors among them, and may be read again.</summary>
    /// <param name="problems">The data set.</param>
    /// <param name="results">The result files, and error files where the provider writes them apart.</param>
    /// <param name="cancellationToken">Polled at each line.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="KpddException">As <see cref="DistillationRun.RunAsync"/>; or a line is no result of this run. What stands before it is in the journal.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<BatchImport> ReadAsync(
        IAsyncEnumerable<MathProblem> problems, IReadOnlyList<string> results, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentNullException.ThrowIfNull(results);
        using FolderLock taken = RunLock.Take(folder);
        RunManifest manifest = Begin();
        CompletedPaths completed = CompletedPaths.Read(folder.Journal);
        var pending = new PendingPaths(options.Shard, options.Teacher.Paths, completed);
        using var unfinished = new UnfinishedPaths(folder, completed);
        Dictionary<(int, int), BatchPath> missing = await pending.ReadAsync(problems, cancellationToken)
            .ToDictionaryAsync(
                next => (next.Number, next.Path),
                next => new BatchPath(next, unfinished.RepliesOf(next.Number, next.Path, next.Problem)),
                cancellationToken: cancellationToken).ConfigureAwait(false);
        pending.Describe(manifest).Write(folder);

        string[] booked = [.. JournalScanner.Spending(folder.Journal).Select(spent => spent.Answer).OfType<string>()];
        using var journal = new JournalWriter(folder.Journal, completed.JournalLength);
        var import = new BatchImporter(journal, unfinished, completed, booked, missing, calls, manifest.Identity);
        foreach (string file in results)
        {
            await import.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        }

        return import.Result;
    }

    private RunManifest Begin() => RunStart.Begin(folder, RunManifest.From(options.Teacher, calls.PromptVersion, options.Shard), options);

    private string Request(BatchPath path, string run)
    {
        (_, MathProblem problem, int pathNumber) = path.Pending;
        TeacherStage stage = calls.Dialogue.Next(path.Replies)!.Value;
        KeyPoints? keyPoints = calls.Read(problem, pathNumber, path.Replies).KeyPoints;
        return BatchRequestLine.Format(BatchId.Of(path.Pending, stage, run), calls.Messages(stage, problem, keyPoints), calls.Settings(pathNumber));
    }
}
