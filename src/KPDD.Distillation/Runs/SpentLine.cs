using System.Text.Json;

namespace KPDD.Distillation;

/// <summary>The other kind of line of a journal: tokens of one call, booked when its answer came, whatever became of that.</summary>
/// <remarks>The tokens in the replies of a path tell what it took; these tell what was paid. Attempts that failed are among them, answers out of a cache are not.</remarks>
/// <param name="Spent">The tokens.</param>
internal sealed record SpentLine(TokenUsage Spent)
{
    /// <summary>Stands for the line of a batch's result file that told the tokens, which may be read again; null for a call that was made live.</summary>
    public string? Answer { get; init; }

    /// <summary>The line, or null when this is a line of the other kind.</summary>
    /// <exception cref="JsonException">It is neither.</exception>
    public static SpentLine? TryParse(ReadOnlySpan<byte> line) => line.StartsWith("{\"spent\":"u8) ? JournalJson.Parse<SpentLine>(line) : null;
}
