using System.Globalization;
using System.Runtime.CompilerServices;

namespace KPDD.Distillation;

/// <summary>A path to write.</summary>
/// <param name="Number">The problem's place in the data set, from 0.</param>
/// <param name="Problem">The problem.</param>
/// <param name="Path">The path's number, from 0.</param>
internal readonly record struct PendingPath(int Number, MathProblem Problem, int Path);

/// <summary>The paths of a shard that the journal does not hold, one at a time from a stream of problems.</summary>
internal sealed class PendingPaths(Shard shard, int paths, CompletedPaths completed)
{
    private const ulong Prime = 1_099_511_628_211; // Makes the order count.
    private ulong fingerprint;

    /// <summary>Problems of the shard so far.</summary>
    public int OwnProblems { get; private set; }

    /// <summary>Problems of the whole data set; null until its end was seen.</summary>
    public int? AllProblems { get; private set; }

    /// <summary>The manifest with what is known of the data set since its end was seen.</summary>
    public RunManifest Describe(RunManifest manifest) => AllProblems is { } all
        ? manifest with { Problems = all, DataFingerprint = fingerprint.ToString("x16", CultureInfo.InvariantCulture) }
        : manifest;

    /// <exception cref="KpddException">The data set is not the one the journal was begun with, or names two problems alike.</exception>
    public async IAsyncEnumerable<PendingPath> ReadAsync(
        IAsyncEnumerable<MathProblem> problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An id is what ties a verdict to its problem; 8 bytes each, so that a long data set fits in memory.
        var ids = new HashSet<ulong>();
        int number = 0;
        await foreach (MathProblem problem in problems.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Check(number, problem, ids);
            fingerprint = unchecked((fingerprint * Prime) + TextFingerprint.Short($"{problem.Id}\0{problem.Question}\0{problem.ExpectedAnswer}"));
            if (shard.Owns(number))
            {
                OwnProblems++;
                for (int path = 0; path < paths; path++)
                {
                    if (!completed.Contains(number, path))
                    {
                        yield return new PendingPath(number, problem, path);
                    }
                }
            }

            number++;
        }

        AllProblems = completed.LastNumber < number
            ? number
            : throw new KpddException($"The data set ends after {number} problems, and the journal holds problem number {completed.LastNumber}. Resume with all of the data the run was begun with.");
    }

    private void Check(int number, MathProblem problem, HashSet<ulong> ids)
    {
        if (problem is null || string.IsNullOrWhiteSpace(problem.Id) || string.IsNullOrWhiteSpace(problem.Question))
        {
            throw new KpddException($"Problem number {number} ('{problem?.Id}') has no id or no question. Correct the data file.");
        }

        if (!ids.Add(TextFingerprint.Short(problem.Id)))
        {
            throw new KpddException($"Two problems have the id '{problem.Id}'. Ids must differ: they tie answers to problems.");
        }

        if (!completed.Fits(number, problem))
        {
            throw new KpddException($"Problem number {number} is '{problem.Id}' here, and another one in the journal. Resume with the data file the run was begun with.");
        }
    }
}
