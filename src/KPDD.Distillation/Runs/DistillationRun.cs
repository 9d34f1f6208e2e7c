using Microsoft.Extensions.AI;

namespace KPDD.Distillation;

/// <summary>Has a teacher write paths for a whole data set, and loses none of them.</summary>
/// <remarks>
/// Every answer goes into the run folder's journal as soon as it is there. A run that ends early, whatever ended it, is resumed with exactly the missing paths.
/// One process at a time writes a folder. A run object may be used for one call at a time. It disposes nothing: the client belongs to whoever created it.
/// </remarks>
public sealed class DistillationRun
{
    private readonly IChatClient client;
    private readonly DistillationRunOptions options;
    private readonly TimeProvider clock;
    private readonly RunFolder folder;
    private readonly TeacherCalls calls;

    /// <summary>Creates a run.</summary>
    /// <param name="client">The model; its own retries should be switched off, since the run repeats what fails.</param>
    /// <param name="options">How the run goes. Copied.</param>
    /// <param name="clock">Measures waits, time limits and the time left; null for the system's clock.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DistillationRun(IChatClient client, DistillationRunOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        this.client = client;
        this.options = options.Clone();
        this.options.Validate();
        this.options.Teacher.Model ??= client.GetService<ChatClientMetadata>()?.DefaultModelId;
        this.clock = clock ?? TimeProvider.System;
        folder = new RunFolder(this.options.OutputFolder);
        calls = new TeacherCalls(this.options.Teacher);
    }

    /// <summary>Tells what the run would take, without sending or writing anything.</summary>
    /// <param name="problems">The data set.</param>
    /// <param name="cancellationToken">Polled at each problem.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="KpddException">As <see cref="RunForecast.EstimateAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<RunForecast> ForecastAsync(IAsyncEnumerable<MathProblem> problems, CancellationToken cancellationToken = default) =>
        RunForecast.EstimateAsync(options, problems, cancellationToken);

    /// <summary>Writes the missing paths.</summary>
    /// <param name="problems">The data set, in the same order every time; read as a stream, never held as a whole. Some 30 bytes a problem are, to refuse ids that come twice.</param>
    /// <param name="progress">Told at the beginning and after each path, from several threads.</param>
    /// <param name="cancellationToken">Stops the run; what was answered stays.</param>
    /// <returns>What the run came to.</returns>
    /// <exception cref="KpddException">
    /// The folder is in use, holds a run and <see cref="DistillationRunOptions.Resume"/> is not set, or holds a run that was asked for otherwise; the data set has changed;
    /// the server refuses every request, or too many failed in a row. What was answered stays.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<DistillationRunResult> RunAsync(
        IAsyncEnumerable<MathProblem> problems, IProgress<DistillationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problems);
        using FolderLock taken = RunLock.Take(folder);
        DistillationRunResult result = await WriteAsync(RunStart.Begin(folder, Asked(), options), problems, progress, cancellationToken).ConfigureAwait(false);
        if (result.Status == DistillationRunStatus.Completed)
        {
            File.Delete(folder.Unfinished);
        }

        return result;
    }

    private async Task<DistillationRunResult> WriteAsync(
        RunManifest manifest, IAsyncEnumerable<MathProblem> problems, IProgress<DistillationProgress>? progress, CancellationToken cancellationToken)
    {
        CompletedPaths completed = CompletedPaths.Read(folder.Journal);
        using var journal = new JournalWriter(folder.Journal, completed.JournalLength);
        using var unfinished = new UnfinishedPaths(folder, completed);

        TokenUsage typical = new PathEstimate(calls, options.Teacher).Of(new MathProblem("typical", string.Empty));
        var ledger = new RunLedger(options, completed, typical, clock);
        IChatClient paced = new ResilientChatClient(client, options.Requests, clock, usage =>
        {
            journal.Append(new SpentLine(usage));
            ledger.AddUsage(usage);
        });
        var teacher = new KeyPointTeacher(options.Middleware?.Invoke(paced) ?? paced, options.Teacher);
        var session = new RunSession(teacher, journal, unfinished, ledger, options, progress);
        var pending = new PendingPaths(options.Shard, options.Teacher.Paths, completed);

        progress?.Report(ledger.Report());
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            session.WhileThereIsMoney(pending.ReadAsync(problems, cancellationToken), cancellationToken), parallel, session.WriteAsync).ConfigureAwait(false);
        pending.Describe(manifest).Write(folder);
        return session.End(folder.Path);
    }

    private RunManifest Asked() => RunManifest.From(options.Teacher, calls.PromptVersion, options.Shard);
}
