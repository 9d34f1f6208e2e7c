namespace KPDD.Core.Tests;

/// <summary>Problems and results for tests of the evaluation.</summary>
internal static class EvaluationSamples
{
    public static MathProblem Problem(string id, string expected) => new(id, $"Question {id}?") { ExpectedAnswer = expected };

    public static MathProblem[] Problems(params string[] expected) => [.. expected.Select((answer, i) => Problem($"p{i}", answer))];

    public static SolveResult Words(MathProblem problem, string? answer, string text) => new(
        problem, answer is null ? SolveStatus.NoAnswer : SolveStatus.Solved, answer, new Rationale(RationaleKind.ChainOfThought, text));

    public static SolveResult Stated(MathProblem problem, string? answer) => Words(problem, answer, answer is null ? "No idea." : $"The answer is {answer}.");

    public static EvaluationReport Report(params bool[] correct) => new(
        [.. correct.Select((right, i) => EvaluationItem.Judge(Problem($"p{i}", "1"), Stated(Problem($"p{i}", "1"), right ? "1" : "2")))],
        AnswerRule.Strict,
        TimeSpan.FromSeconds(1.5));
}
