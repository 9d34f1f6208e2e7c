using KPDD.PythonNet;

namespace KPDD.Distillation.Tests.Prompts;

/// <summary>The built-in worked examples are what the teacher imitates: each must be right.</summary>
public class DemonstrationTests
{
    public static TheoryData<int> Numbers => new(Enumerable.Range(0, 8));

    [Fact]
    public void Default_Demonstrations_AreEightDifferentProblems() =>
        Assert.Equal(8, PromptSet.Default.Demonstrations.Select(shown => shown.Question).Distinct().Count());

    [Theory]
    [MemberData(nameof(Numbers))]
    public void ChainOfThought_EveryDemonstration_PassesTheStrictFilter(int number)
    {
        Demonstration shown = PromptSet.Default.Demonstrations[number];
        var rationale = new Rationale(RationaleKind.ChainOfThought, shown.ChainOfThought!);

        PathVerdict verdict = ChainJudge.Judge(Path(shown, rationale), new PathFilterOptions { RequireComputedAnswer = true });

        Assert.Equal(PathReason.Kept, verdict.Reason);
        Assert.NotEmpty(ArithmeticCheck.FindAll(rationale.Text));
    }

    [Fact]
    public async Task ProgramOfThought_EveryDemonstration_GivesItsAnswer()
    {
        await using var python = new PythonProgramExecutor();
        await python.SkipIfUnavailableAsync();
        foreach (Demonstration shown in PromptSet.Default.Demonstrations)
        {
            var rationale = new Rationale(RationaleKind.ProgramOfThought, shown.ProgramOfThought!);
            PathVerdict verdict = await new PathJudge(python).JudgeAsync(Path(shown, rationale));

            Assert.True(verdict.IsKept, $"{shown.Question}: {verdict.Answer} {verdict.Message}");
        }
    }

    private static TeacherPath Path(Demonstration shown, Rationale rationale) => new(new MathProblem("shown", shown.Question) { ExpectedAnswer = shown.Answer }, 0)
    {
        KeyPoints = new KeyPoints(shown.CoreQuestion, shown.Information),
        Rationale = rationale,
    };
}
