namespace KPDD;

/// <summary>A maths word problem.</summary>
/// <param name="Id">Identifier, unique within its data set; it names the problem in every error and report.</param>
/// <param name="Question">The full problem text, body and question together.</param>
public sealed record MathProblem(string Id, string Question)
{
    /// <summary>The gold answer as written by the data set (number text, without unit), or null when unknown.</summary>
    public string? ExpectedAnswer { get; init; }

    /// <summary>The narrative part of the problem where the source keeps it apart, otherwise null.</summary>
    public string? Body { get; init; }

    /// <summary>The closing question where the source keeps it apart, otherwise null.</summary>
    public string? QuestionSentence { get; init; }

    /// <summary>The gold equation as the source writes it (infix for SVAMP, prefix for MAWPS-style CSV), otherwise null.</summary>
    public string? Equation { get; init; }
}
