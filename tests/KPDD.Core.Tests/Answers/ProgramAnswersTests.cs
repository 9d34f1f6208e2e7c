namespace KPDD.Core.Tests;

public class ProgramAnswersTests
{
    [Theory]
    [InlineData("18", "18")]
    [InlineData("18.0", "18")]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("13.333333333333334", "13.333333333333334")]
    [InlineData("1e-05", "0.00001")]
    [InlineData("Fraction(5, 2)", "2.5")]
    [InlineData("Fraction(1, 3)", "1/3")]
    [InlineData("Decimal('2.50')", "2.5")]
    [InlineData("np.float64(2.5)", "2.5")]
    [InlineData("'18 apples'", "18")]
    [InlineData("'Jack'", "Jack")]
    [InlineData("[5]", "5")]
    [InlineData("(5, 15.0)", "5; 15")]
    [InlineData("True", "True")]
    public void Read_Value_GivesTheAnswer(string value, string answer) =>
        Assert.Equal(new ExtractedAnswer(answer, AnswerEvidence.ProgramValue), ProgramAnswers.Read(new ProgramResult(ProgramOutcome.Value) { Value = value }));

    [Theory]
    [InlineData("3\n18\n", "18")]
    [InlineData("The total is 18 apples", "18")]
    [InlineData("Jack", "Jack")]
    public void Read_Output_TakesTheLastLine(string output, string answer) =>
        Assert.Equal(new ExtractedAnswer(answer, AnswerEvidence.ProgramOutput), ProgramAnswers.Read(new ProgramResult(ProgramOutcome.StandardOutput) { Value = output }));

    [Theory]
    [InlineData(ProgramOutcome.Value, "None")]
    [InlineData(ProgramOutcome.Value, "nan")]
    [InlineData(ProgramOutcome.Value, "-inf")]
    [InlineData(ProgramOutcome.Value, "[]")]
    [InlineData(ProgramOutcome.Value, "''")]
    [InlineData(ProgramOutcome.Value, null)]
    [InlineData(ProgramOutcome.StandardOutput, " \n")]
    [InlineData(ProgramOutcome.Timeout, "18")]
    public void Read_NothingToAnswerWith_GivesNone(ProgramOutcome outcome, string? value) =>
        Assert.Equal(ExtractedAnswer.None, ProgramAnswers.Read(new ProgramResult(outcome) { Value = value }));
}
