namespace KPDD.Distillation;

/// <summary>What came of reading a provider's results.</summary>
/// <param name="Written">Answers that went into the run's folder.</param>
/// <param name="Repeated">Answers that were there already; passed over.</param>
/// <param name="Failed">Requests the provider gave no answer to; the next batch file holds them again.</param>
/// <param name="Missing">Paths of the run that are not complete: unanswered, or with calls that the next batch file holds.</param>
public sealed record BatchImport(int Written, int Repeated, int Failed, int Missing)
{
    /// <summary>Why the last failed request failed; null when none did.</summary>
    public string? LastFailure { get; init; }
}
