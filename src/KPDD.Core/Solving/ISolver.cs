namespace KPDD;

/// <summary>Second stage of solving: reads problems with their key points, writes rationales and finds the answers.</summary>
/// <remarks>Implementations of this library may be called from several threads at once and own nothing that needs disposal.</remarks>
public interface ISolver
{
    /// <summary>The kind of rationale the solver writes; also that of the empty one in the result of a problem that never reaches it. <value>Default: ChainOfThought.</value></summary>
    RationaleKind Kind => RationaleKind.ChainOfThought;

    /// <summary>Solves each request.</summary>
    /// <param name="requests">The requests. An empty list gives an empty result.</param>
    /// <param name="options">How to generate; null means the model's own defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One result a request, in the order of the requests. An item that cannot be solved is a result with a status and a diagnostic, never an exception.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<IReadOnlyList<SolveResult>> SolveAsync(
        IReadOnlyList<SolveRequest> requests, GenerationOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>A problem to solve, with its key points where there are any.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="KeyPoints">Its key points, or null to solve from the question alone (the plain CoT/PoT distillation baseline).</param>
public sealed record SolveRequest(MathProblem Problem, KeyPoints? KeyPoints = null);

/// <summary>How solving one problem ended.</summary>
public enum SolveStatus
{
    /// <summary>An answer was found.</summary>
    Solved,

    /// <summary>The rationale holds no answer, or the problem could not be read.</summary>
    NoAnswer,

    /// <summary>The program failed: it does not parse, or it raised an error.</summary>
    ProgramFailed,

    /// <summary>The program ran past its time limit.</summary>
    ProgramTimedOut,

    /// <summary>The program was refused before it ran.</summary>
    ProgramRejected,
}

/// <summary>The result of solving one problem.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Answer">The answer as number text, or null unless <paramref name="Status"/> is <see cref="SolveStatus.Solved"/>.</param>
/// <param name="Rationale">The rationale the answer came from.</param>
public sealed record SolveResult(MathProblem Problem, SolveStatus Status, string? Answer, Rationale Rationale)
{
    /// <summary>The key points that were used, or null when there were none.</summary>
    public KeyPoints? KeyPoints { get; init; }

    /// <summary>The run of the program (PoT), otherwise null.</summary>
    public ProgramResult? Program { get; init; }

    /// <summary>
    /// What went wrong, in words for a person; null when nothing did. A solved problem has one where the question was longer than the student reads: its
    /// answer then comes from the beginning alone, and where its programs could not be re-ranked.
    /// </summary>
    public string? Diagnostic { get; init; }
}
