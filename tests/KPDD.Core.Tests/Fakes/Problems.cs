namespace KPDD.Core.Tests.Fakes;

internal static class Problems
{
    public static MathProblem One(string question, string id = "p") => new(id, question);

    public static MathProblem[] Many(params string[] questions) => [.. questions.Select((question, i) => new MathProblem($"p{i}", question))];

    public static SolveRequest[] Requests(params string[] questions) => [.. Many(questions).Select(problem => new SolveRequest(problem))];
}
