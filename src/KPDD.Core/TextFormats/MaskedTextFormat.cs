namespace KPDD;

/// <summary>Masked text for students too small to copy.</summary>
public sealed class MaskedTextFormat : IStudentTextFormat
{
    /// <inheritdoc/>
    public string FormatKeyPointPrompt(MathProblem problem) => throw new NotImplementedException();

    /// <inheritdoc/>
    public string? FormatKeyPointTarget(MathProblem problem, KeyPoints keyPoints) => throw new NotImplementedException();

    /// <inheritdoc/>
    public KeyPoints ParseKeyPoints(MathProblem problem, string output) => throw new NotImplementedException();

    /// <inheritdoc/>
    public string FormatSolvePrompt(SolveRequest request) => throw new NotImplementedException();

    /// <inheritdoc/>
    public string? FormatSolveTarget(SolveRequest request, Rationale rationale) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Rationale ParseRationale(SolveRequest request, RationaleKind kind, string output) => throw new NotImplementedException();
}
