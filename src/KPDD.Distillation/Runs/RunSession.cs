using System.Runtime.CompilerServices;

namespace KPDD.Distillation;

/// <summary>One sitting of a run: writes paths, books them, and knows when to stop taking new ones.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RunSession(
    KeyPointTeacher teacher, JournalWriter journal, UnfinishedPaths unfinished, RunLedger ledger, DistillationRunOptions options, IProgress<DistillationProgress>? progress)
{
    private readonly Func<Exception, TeacherFault> classify = options.Requests.Classify ?? TeacherFaults.Classify;
    private volatile bool budgetReached;
    private volatile KpddException? stop;
    private volatile string? lastFailure;

    /// <summary>Hands paths out until the budget or a fatal failure forbids another one; what runs then comes to its end.</summary>
    public async IAsyncEnumerable<PendingPath> WhileThereIsMoney(
        IAsyncEnumerable<PendingPath> pending, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (PendingPath path in pending.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!await ledger.TryBeginAsync(cancellationToken).ConfigureAwait(false))
            {
                budgetReached = true;
                yield break;
            }

            if (stop is not null)
            {
                yield break;
            }

            yield return path;
        }
    }

    /// <summary>Writes one path into the journal. A path without answer is counted, not written: a resumed run asks again.</summary>
    public async ValueTask WriteAsync(PendingPath pending, CancellationToken cancellationToken)
    {
        TeacherPath path;
        try
        {
            IReadOnlyList<TeacherReply> answered = unfinished.RepliesOf(pending.Number, pending.Path, pending.Problem);
            path = await teacher.ContinueAsync(
                pending.Problem, pending.Path, answered, begun => unfinished.Append(JournalLine.From(pending.Number, begun)), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not KpddException && !cancellationToken.IsCancellationRequested)
        {
            Fail(pending, e);
            return;
        }

        journal.Append(JournalLine.From(pending.Number, path));
        PathVerdict? verdict = options.Judge is null ? null : await options.Judge.JudgeAsync(path, cancellationToken).ConfigureAwait(false);
        DistillationProgress now = ledger.EndWritten(verdict);
        progress?.Report(now);
    }

    /// <summary>What the session came to.</summary>
    /// <exception cref="KpddException">The session had to stop.</exception>
    public DistillationRunResult End(string folder)
    {
        if (stop is not null)
        {
            throw stop;
        }

        DistillationProgress last = ledger.Report();
        DistillationRunStatus status = budgetReached ? DistillationRunStatus.BudgetReached
            : last.Failed > 0 ? DistillationRunStatus.Incomplete
            : DistillationRunStatus.Completed;
        return new DistillationRunResult(folder, status, last) { LastFailure = lastFailure };
    }

    private void Fail(PendingPath pending, Exception cause)
    {
        DistillationProgress now = ledger.EndFailed(out bool tooMany);
        progress?.Report(now);
        lastFailure = $"Problem '{pending.Problem.Id}', path {pending.Path}: {Sentence(cause.Message)}";
        TeacherFaultKind kind = classify(cause).Kind;
        if (kind == TeacherFaultKind.Fatal)
        {
            stop = new KpddException($"The teacher cannot be asked: {Sentence(cause.Message)} Check address, key and model, then resume the run.", cause);
        }
        else if (!ledger.WasCharged && TeacherFaults.IsUnreachable(cause))
        {
            stop = new KpddException($"The teacher cannot be reached: {Sentence(cause.Message)} Check the address and the network, then resume the run.", cause);
        }
        else if (tooMany)
        {
            string remedy = kind == TeacherFaultKind.Item
                ? "Such requests are refused: see whether the settings suit the model."
                : "Resume the run when the teacher answers again.";
            stop ??= new KpddException($"{options.MaxConsecutiveFailures} paths failed one after the other, the last one so: {lastFailure} {remedy}", cause);
        }
    }

    private static string Sentence(string message) => message.TrimEnd('.', ' ') + ".";
}
