namespace KPDD.Distillation;

/// <summary>Judges paths one by one: a chain of thought by the answer it states, a program by running it. Knows nothing of duplicates.</summary>
/// <remarks>May be used from several threads at once when its executor may. It disposes nothing: the executor belongs to whoever created it.</remarks>
public sealed class PathJudge
{
    private readonly IProgramExecutor? executor;
    private readonly PathFilterOptions options;

    /// <summary>Creates the judge.</summary>
    /// <param name="executor">Runs programs; may be null when only chains of thought are judged.</param>
    /// <param name="options">What a path must fulfil; null means the defaults. Copied.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PathJudge(IProgramExecutor? executor = null, PathFilterOptions? options = null)
    {
        this.options = options?.Clone() ?? new PathFilterOptions();
        this.options.Validate();
        this.executor = executor;
    }

    /// <summary>Judges a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Stops a running program.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="ArgumentException">The path holds a program and there is no executor.</exception>
    /// <exception cref="KpddException">The executor has no usable interpreter.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<PathVerdict> JudgeAsync(TeacherPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Incomplete(path) is { } reason)
        {
            return new PathVerdict(path, reason) { Message = path.Diagnostic };
        }

        return path.Rationale!.Kind == RationaleKind.ChainOfThought
            ? ChainJudge.Judge(path, options)
            : await RunProgramAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private PathReason? Incomplete(TeacherPath path)
    {
        if (path.Refused)
        {
            return PathReason.Refused;
        }

        bool hasKeyPoints = path.KeyPoints is { CoreQuestion.Length: > 0, Information.Count: > 0 };
        if (string.IsNullOrWhiteSpace(path.Rationale?.Text))
        {
            // A dialogue that broke off before its last call has no key points to give.
            return hasKeyPoints || path.Replies is [] or [.., { Stage: TeacherStage.Combined }] ? PathReason.Unparsed : PathReason.NoKeyPoints;
        }

        return options.RequireKeyPoints && !hasKeyPoints ? PathReason.NoKeyPoints
            : string.IsNullOrWhiteSpace(path.Problem.ExpectedAnswer) ? PathReason.NoGoldAnswer
            : null;
    }

    private async Task<PathVerdict> RunProgramAsync(TeacherPath path, CancellationToken cancellationToken)
    {
        if (executor is null)
        {
            throw new ArgumentException($"Path {path.PathNumber} of problem {path.Problem.Id} is a program, and there is no executor to run it.", nameof(path));
        }

        ProgramResult run = await executor.ExecuteAsync(path.Rationale!.Text, cancellationToken).ConfigureAwait(false);
        return ProgramVerdict.Judge(path, run);
    }
}
