namespace KPDD;

/// <summary>Measures a solve student: the share of examples whose gold answer it reaches, greedily and in its own text format.</summary>
/// <remarks>The example's key points, where there are any, go into the request. May be used from several threads at once when the executor may.</remarks>
public sealed class AnswerAccuracy : IStudentEvaluator
{
    private readonly IProgramExecutor? executor;

    /// <summary>Creates the measure.</summary>
    /// <param name="executor">Runs the programs of a PoT student; null will do for CoT students. The caller disposes it.</param>
    public AnswerAccuracy(IProgramExecutor? executor = null) => this.executor = executor;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No example has a gold answer, or the student writes programs and there is no executor.</exception>
    /// <exception cref="KpddException">No usable Python interpreter.</exception>
    public async Task<double> EvaluateAsync(
        IStudentModel student, IReadOnlyList<DistillationExample> validation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(student);
        StudentBatch.RequireItems(validation, nameof(validation));
        DistillationExample[] examples = [.. validation.Where(e => !string.IsNullOrWhiteSpace(e.Problem.ExpectedAnswer))];
        if (examples.Length == 0)
        {
            throw new ArgumentException("No validation example has an expected answer to compare with.", nameof(validation));
        }

        SolveRequest[] requests = [.. examples.Select(e => new SolveRequest(e.Problem, e.KeyPoints))];
        IReadOnlyList<SolveResult> results = await CreateSolver(student)
            .SolveAsync(requests, new GenerationOptions { NumBeams = 1 }, cancellationToken).ConfigureAwait(false);
        int right = examples.Zip(results, (example, result) => EvaluationItem.Judge(example.Problem, result).CorrectStrict).Count(correct => correct);
        return (double)right / examples.Length;
    }

    private ISolver CreateSolver(IStudentModel student) => (student.Description.RationaleKind, executor) switch
    {
        (RationaleKind.ChainOfThought, _) => new ChainOfThoughtSolver(student),
        (_, { } runner) => new ProgramOfThoughtSolver(student, runner, new ProgramOfThoughtOptions { ExecutionGuided = false }),
        _ => throw new ArgumentException("The student writes programs: give AnswerAccuracy a program executor.", nameof(student)),
    };
}
