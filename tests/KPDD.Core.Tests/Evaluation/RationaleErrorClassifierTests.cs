namespace KPDD.Core.Tests;

public class RationaleErrorClassifierTests
{
    private static readonly Rationale Gold = new(RationaleKind.ChainOfThought, "3 + 4 = 7. 7 * 2 = 14. The answer is 14.");

    [Theory]
    [InlineData("3 + 4 = 7. 7 * 2 = 14. The answer is 14.", "14", RationaleErrorClass.None)]
    [InlineData("3 + 4 = 8. 8 * 2 = 16. The answer is 16.", "16", RationaleErrorClass.Calculation)]
    [InlineData("3 + 4 = 7. The answer is 7.", "7", RationaleErrorClass.StepMissing)]
    [InlineData("3 * 4 = 12. 12 * 2 = 24. The answer is 24.", "24", RationaleErrorClass.Understanding)]
    [InlineData("I do not know.", null, RationaleErrorClass.NoAnswer)]
    public void Classify_ChainOfThought_NamesWhatWentWrong(string text, string? answer, RationaleErrorClass expected)
    {
        MathProblem problem = EvaluationSamples.Problem("p", "14");

        Assert.Equal(expected, RationaleErrorClassifier.Classify(EvaluationItem.Judge(problem, EvaluationSamples.Words(problem, answer, text)), Gold));
    }

    [Theory]
    [InlineData("answer = 3 + 4", RationaleErrorClass.StepMissing)]
    [InlineData("v1 = 3 * 4 # times - not plus\nanswer = v1 * 2", RationaleErrorClass.Understanding)]
    public void Classify_Program_CountsStepsAgainstTheEquation(string program, RationaleErrorClass expected)
    {
        MathProblem problem = EvaluationSamples.Problem("p", "14") with { Equation = "* + number0 number1 number2" };
        var result = new SolveResult(problem, SolveStatus.Solved, "1", new Rationale(RationaleKind.ProgramOfThought, program));

        Assert.Equal(expected, RationaleErrorClassifier.Classify(EvaluationItem.Judge(problem, result)));
    }
}
