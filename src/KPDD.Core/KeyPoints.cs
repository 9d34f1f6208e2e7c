namespace KPDD;

/// <summary>The key points of a problem (KPDD, arXiv 2407.10167): what is asked and what helps to answer it.</summary>
/// <param name="CoreQuestion">The one question the problem comes down to.</param>
/// <param name="Information">The statements needed to answer it, in the order of the problem.</param>
public sealed record KeyPoints(string CoreQuestion, IReadOnlyList<string> Information)
{
    /// <summary>Key points that say nothing: an empty core question and no information.</summary>
    public static KeyPoints Empty { get; } = new(string.Empty, []);

    /// <summary>Why no key points could be extracted, in words for a person; null when nothing failed.</summary>
    public string? Diagnostic { get; init; }

    /// <summary>True when there is neither a core question nor information.</summary>
    public bool IsEmpty => CoreQuestion.Length == 0 && Information.Count == 0;
}
