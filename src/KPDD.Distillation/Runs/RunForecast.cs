namespace KPDD.Distillation;

/// <summary>What a run would take, before anything is sent. Tokens are estimates: four characters each, answers as long as the worked examples.</summary>
/// <param name="Problems">Problems of the shard.</param>
/// <param name="Paths">Paths still to write.</param>
/// <param name="Done">Paths an earlier session wrote.</param>
/// <param name="Calls">Requests to send, without retries.</param>
/// <param name="Usage">Their tokens, about.</param>
/// <param name="Cost">Their cost in US dollars, about; null without prices.</param>
public sealed record RunForecast(int Problems, int Paths, int Done, long Calls, TokenUsage Usage, decimal? Cost)
{
    /// <summary>Tokens that earlier sessions were charged for, also those of attempts that failed.</summary>
    public TokenUsage Spent { get; init; }

    /// <summary>Their cost in US dollars; null without prices.</summary>
    public decimal? CostSpent { get; init; }

    /// <summary>Tells what a run would take, without a client: nothing is sent, nothing written.</summary>
    /// <param name="options">The run.</param>
    /// <param name="problems">The data set; read as a stream.</param>
    /// <param name="cancellationToken">Polled at each problem.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="KpddException">The folder holds a run that was asked for otherwise; the data set is not the one the journal was begun with, or names two problems alike.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<RunForecast> EstimateAsync(
        DistillationRunOptions options, IAsyncEnumerable<MathProblem> problems, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(problems);
        options.Validate();
        var folder = new RunFolder(options.OutputFolder);
        var calls = new TeacherCalls(options.Teacher.Clone());
        RunStart.RequireResumable(folder, RunManifest.From(options.Teacher, calls.PromptVersion, options.Shard));
        CompletedPaths completed = CompletedPaths.Read(folder.Journal);
        var pending = new PendingPaths(options.Shard, options.Teacher.Paths, completed);
        var estimate = new PathEstimate(calls, options.Teacher);
        int paths = 0;
        TokenUsage usage = default;
        await foreach (PendingPath path in pending.ReadAsync(problems, cancellationToken).ConfigureAwait(false))
        {
            paths++;
            usage += estimate.Of(path.Problem);
        }

        return new RunForecast(pending.OwnProblems, paths, completed.Count, (long)paths * estimate.Calls, usage, options.Prices?.CostOf(usage))
        {
            Spent = completed.Spent,
            CostSpent = options.Prices?.CostOf(completed.Spent),
        };
    }
}
