namespace KPDD;

/// <summary>Where an evaluation stands.</summary>
/// <param name="Done">Problems done.</param>
/// <param name="Total">Problems in all.</param>
/// <param name="Correct">How many of those done are right, by the evaluation's rule.</param>
public readonly record struct EvaluationProgress(int Done, int Total, int Correct);
