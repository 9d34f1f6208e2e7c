namespace KPDD.Distillation;

/// <summary>The figures of a running session, and the decision whether there is money for one more path.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RunLedger(DistillationRunOptions options, CompletedPaths before, TokenUsage expectedPath, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly long started = clock.GetTimestamp();
    private readonly int? total = options.ExpectedProblems is { } problems ? options.Shard.CountOf(problems) * options.Teacher.Paths : null;
    private TokenUsage usage = before.Spent;
    private int running;
    private int written;
    private int kept;
    private int dropped;
    private int failed;
    private int failedInARow;
    private bool wasCharged;
    private TaskCompletionSource pathEnded = NewSignal();

    /// <summary>Reserves the cost of a path; false when the budget cannot bear it. While paths run that may come cheaper than expected, it waits for them.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<bool> TryBeginAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task ended;
            lock (gate)
            {
                if (options.Budget is not { } budget || Spent + (ExpectedCost * (running + 1)) <= budget)
                {
                    running++;
                    return true;
                }

                if (running == 0)
                {
                    return false;
                }

                ended = pathEnded.Task;
            }

            await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void AddUsage(TokenUsage more)
    {
        lock (gate)
        {
            usage += more;
            wasCharged = true;
        }
    }

    /// <summary>Ends a path that was written.</summary>
    public DistillationProgress EndWritten(PathVerdict? verdict)
    {
        lock (gate)
        {
            EndOne();
            written++;
            failedInARow = 0;
            kept += verdict is { IsKept: true } ? 1 : 0;
            dropped += verdict is { IsKept: false } ? 1 : 0;
            return Snapshot();
        }
    }

    /// <summary>Ends a path that got no answer.</summary>
    /// <param name="mustStop">True when too many failed in a row.</param>
    public DistillationProgress EndFailed(out bool mustStop)
    {
        lock (gate)
        {
            EndOne();
            failed++;
            mustStop = ++failedInARow >= options.MaxConsecutiveFailures;
            return Snapshot();
        }
    }

    /// <summary>True when this session has got an answer, of use or not.</summary>
    public bool WasCharged
    {
        get
        {
            lock (gate)
            {
                return wasCharged;
            }
        }
    }

    public DistillationProgress Report()
    {
        lock (gate)
        {
            return Snapshot();
        }
    }

    private decimal Spent => options.Prices?.CostOf(usage) ?? 0;

    /// <summary>What a path costs: the estimate, or the average so far where that is more.</summary>
    private decimal ExpectedCost
    {
        get
        {
            int paths = before.Count + written;
            decimal average = paths == 0 ? 0 : Spent / paths;
            return Math.Max(average, options.Prices?.CostOf(expectedPath) ?? 0);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void EndOne()
    {
        running--;
        pathEnded.SetResult();
        pathEnded = NewSignal();
    }

    private DistillationProgress Snapshot()
    {
        int done = before.Count + written;
        TimeSpan? left = total is { } all && written > 0 ? clock.GetElapsedTime(started) / written * Math.Max(0, all - done) : null;
        return new DistillationProgress(done, total, kept, dropped, failed, usage, options.Prices?.CostOf(usage), left);
    }
}
