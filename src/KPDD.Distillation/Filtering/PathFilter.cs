using System.Runtime.CompilerServices;

namespace KPDD.Distillation;

/// <summary>Keeps the paths whose answer is the gold answer, and says of every other one why it was dropped.</summary>
/// <remarks>Holds no state between calls; may be used from several threads at once when its executor may. It disposes nothing.</remarks>
public sealed class PathFilter
{
    private readonly PathJudge judge;
    private readonly PathFilterOptions options;

    /// <summary>Creates the filter.</summary>
    /// <param name="executor">Runs programs; may be null when only chains of thought are filtered.</param>
    /// <param name="options">What a path must fulfil; null means the defaults. Copied.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PathFilter(IProgramExecutor? executor = null, PathFilterOptions? options = null)
    {
        this.options = options?.Clone() ?? new PathFilterOptions();
        judge = new PathJudge(executor, this.options);
    }

    /// <summary>Judges paths as they come.</summary>
    /// <param name="paths">The paths; of equal ones the first is kept, so their order matters.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One verdict a path, in the order of the paths.</returns>
    /// <exception cref="ArgumentException">A path holds a program and there is no executor.</exception>
    /// <exception cref="KpddException">The executor has no usable interpreter.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async IAsyncEnumerable<PathVerdict> FilterAsync(
        IAsyncEnumerable<TeacherPath> paths, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var duplicates = new DuplicateFinder();

        // A few judgements run ahead of the one that is handed out next.
        var running = new Queue<Task<PathVerdict>>();
        await foreach (TeacherPath path in paths.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            running.Enqueue(judge.JudgeAsync(path, cancellationToken));
            if (running.Count >= options.MaxConcurrency)
            {
                yield return WithoutDuplicate(await running.Dequeue().ConfigureAwait(false), duplicates);
            }
        }

        while (running.TryDequeue(out Task<PathVerdict>? next))
        {
            yield return WithoutDuplicate(await next.ConfigureAwait(false), duplicates);
        }
    }

    private PathVerdict WithoutDuplicate(PathVerdict verdict, DuplicateFinder duplicates) =>
        options.DropDuplicates && verdict.IsKept && !duplicates.IsNew(verdict.Path) ? verdict with { Reason = PathReason.Duplicate } : verdict;
}
