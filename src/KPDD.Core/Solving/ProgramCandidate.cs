namespace KPDD;

/// <summary>One program a student proposed for a problem, after it was run.</summary>
/// <param name="Rationale">The program.</param>
/// <param name="Score">
/// Natural logarithm of the candidate's weight: the generator's score, 0 where it gives none.
/// Hypotheses with equal programs are one candidate whose weight is the sum of theirs. Where a channel model re-ranked (<see cref="ProgramOfThoughtOptions.ChannelModel"/>),
/// its weighted log-probability is added, as the difference to the best one's.
/// </param>
/// <param name="Run">How its run ended.</param>
/// <param name="Answer">The number it left, as text, or null.</param>
public sealed record ProgramCandidate(Rationale Rationale, double Score, ProgramResult Run, string? Answer);
