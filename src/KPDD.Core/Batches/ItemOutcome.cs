namespace KPDD;

/// <summary>What became of one item of a batch.</summary>
/// <param name="Value">The result; null when there is an error.</param>
/// <param name="Error">Why there is no result, in words for a person; null when there is one.</param>
internal readonly record struct ItemOutcome<T>(T? Value, string? Error)
    where T : class;
