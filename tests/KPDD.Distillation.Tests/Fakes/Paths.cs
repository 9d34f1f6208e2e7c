namespace KPDD.Distillation.Tests;

/// <summary>Problems and paths to test with.</summary>
internal static class Paths
{
    public static MathProblem Apples { get; } = new("apples", "Ann has 3 apples and buys 4 more. How many apples does she have?") { ExpectedAnswer = "7" };

    public static KeyPoints ApplePoints { get; } = new("How many apples does Ann have?", ["Ann has 3 apples.", "She buys 4 more."]);

    public static TeacherPath Chain(string text, int pathNumber = 0, MathProblem? problem = null) => new(problem ?? Apples, pathNumber)
    {
        KeyPoints = ApplePoints,
        Rationale = new Rationale(RationaleKind.ChainOfThought, text),
    };

    public static TeacherPath Program(string text, int pathNumber = 0, MathProblem? problem = null) => new(problem ?? Apples, pathNumber)
    {
        KeyPoints = ApplePoints,
        Rationale = new Rationale(RationaleKind.ProgramOfThought, text),
    };
}
