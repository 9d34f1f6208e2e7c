namespace KPDD.Core.Tests;

public class EvaluationItemTests
{
    [Theory]
    [InlineData("18", "9 * 2 = 18. The answer is $18.", true, true, AnswerEvidence.Statement)]
    [InlineData("18", "9 * 2 = 18 eggs", false, true, AnswerEvidence.LastNumber)]
    [InlineData("18", "", true, true, AnswerEvidence.Statement)]
    [InlineData("17", "The answer is 17.", false, false, AnswerEvidence.Statement)]
    [InlineData(null, "No idea.", false, false, AnswerEvidence.None)]
    public void Judge_ChainOfThought_MustStateItsAnswerToBeStrictlyRight(string? answer, string text, bool strict, bool lenient, AnswerEvidence evidence)
    {
        MathProblem problem = EvaluationSamples.Problem("p", "18");

        EvaluationItem item = EvaluationItem.Judge(problem, EvaluationSamples.Words(problem, answer, text));

        Assert.Equal((strict, lenient, evidence), (item.CorrectStrict, item.CorrectLenient, item.Evidence));
    }

    [Fact]
    public void Judge_Program_IsJudgedByItsValue()
    {
        MathProblem problem = EvaluationSamples.Problem("p", "0.3");
        var result = new SolveResult(problem, SolveStatus.Solved, "0.30000000000000004", new Rationale(RationaleKind.ProgramOfThought, "answer = 0.1 + 0.2"));

        EvaluationItem item = EvaluationItem.Judge(problem, result);

        Assert.True(item.CorrectStrict);
        Assert.Equal(AnswerEvidence.ProgramValue, item.Evidence);
    }
}
