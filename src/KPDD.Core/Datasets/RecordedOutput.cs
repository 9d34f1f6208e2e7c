namespace KPDD;

/// <summary>What a model once answered to a problem, right or wrong: material for tests of answer extraction and error analysis.</summary>
/// <param name="Problem">The problem, with its gold answer.</param>
/// <param name="Rationale">What the model wrote.</param>
/// <param name="PredictedAnswer">The number that the recording's own parser found in it, or null when it found none.</param>
public sealed record RecordedOutput(MathProblem Problem, Rationale Rationale, string? PredictedAnswer);
