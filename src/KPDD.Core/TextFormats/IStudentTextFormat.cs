namespace KPDD;

/// <summary>The text a student reads and writes: one definition serves training (targets) and solving (parsing).</summary>
/// <remarks>Implementations hold no state and may be used from several threads at once.</remarks>
public interface IStudentTextFormat
{
    /// <summary>Input of the key student.</summary>
    /// <param name="problem">The problem.</param>
    /// <returns>The prompt.</returns>
    string FormatKeyPointPrompt(MathProblem problem);

    /// <summary>What the key student should write.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="keyPoints">Its key points.</param>
    /// <returns>The target, or null when the format cannot express these key points.</returns>
    string? FormatKeyPointTarget(MathProblem problem, KeyPoints keyPoints);

    /// <summary>Reads what the key student wrote.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="output">The student's output.</param>
    /// <returns>The key points; <see cref="KeyPoints.Empty"/> when nothing can be read.</returns>
    KeyPoints ParseKeyPoints(MathProblem problem, string output);

    /// <summary>Input of the solve student.</summary>
    /// <param name="request">The problem and, where there are any, its key points.</param>
    /// <returns>The prompt.</returns>
    string FormatSolvePrompt(SolveRequest request);

    /// <summary>What the solve student should write.</summary>
    /// <param name="request">The problem and, where there are any, its key points.</param>
    /// <param name="rationale">The rationale.</param>
    /// <returns>The target, or null when the format cannot express this rationale.</returns>
    string? FormatSolveTarget(SolveRequest request, Rationale rationale);

    /// <summary>Input of the channel student: the rationale alone.</summary>
    /// <param name="problem">The problem; only what the rationale itself names of it may show.</param>
    /// <param name="rationale">The rationale.</param>
    /// <returns>The prompt, or null when the format cannot express this rationale.</returns>
    string? FormatChannelPrompt(MathProblem problem, Rationale rationale);

    /// <summary>What the channel student should write: the question.</summary>
    /// <param name="problem">The problem.</param>
    /// <returns>The target.</returns>
    string FormatChannelTarget(MathProblem problem);

    /// <summary>Reads what the solve student wrote.</summary>
    /// <param name="request">The problem and, where there are any, its key points.</param>
    /// <param name="kind">The form of the student's rationales.</param>
    /// <param name="output">The student's output.</param>
    /// <returns>The rationale.</returns>
    Rationale ParseRationale(SolveRequest request, RationaleKind kind, string output);
}

/// <summary>The text formats of this library, by the name that <c>kpdd.json</c> holds.</summary>
public static class StudentTextFormats
{
    /// <summary>Name of <see cref="PlainTextFormat"/>.</summary>
    public const string PlainName = "plain";

    /// <summary>Name of <see cref="MaskedTextFormat"/>.</summary>
    public const string MaskedName = "masked";

    /// <summary>The format a student was trained with.</summary>
    /// <param name="description">The student's description.</param>
    /// <returns>The format.</returns>
    /// <exception cref="KpddException">The description names a format this library does not have.</exception>
    public static IStudentTextFormat For(StudentDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return description.TextFormat switch
        {
            PlainName => new PlainTextFormat(description.KeyPointTemplate, description.SolveTemplate),
            MaskedName => new MaskedTextFormat(),
            _ => throw new KpddException(
                $"Unknown text format '{description.TextFormat}'. This version knows '{PlainName}' and '{MaskedName}'; update the package or correct kpdd.json."),
        };
    }
}
