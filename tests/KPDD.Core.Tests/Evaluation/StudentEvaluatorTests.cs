using KPDD.Core.Tests.Fakes;

namespace KPDD.Core.Tests;

public class StudentEvaluatorTests
{
    private static readonly KeyPoints Points = new("How many?", ["Ann has 3.", "She buys 4."]);

    [Fact]
    public async Task KeyPointAccuracy_ExactAndOtherKeyPoints_CountsTheExactOnes()
    {
        DistillationExample[] examples = [Example("a?", "1"), Example("b?", "1"), Example("c?", "1"), Example("d?", "1") with { KeyPoints = null }];
        var student = new FakeStudent(new StudentDescription { Stage = DistillationStage.KeyPoints }, prompt => new GeneratedText(
            prompt.Contains("a?", StringComparison.Ordinal) ? "Core question:  How many? Information: (1) Ann has 3. (2) She buys 4."
            : prompt.Contains("b?", StringComparison.Ordinal) ? "Core question: How many? Information: (1) She buys 4. (2) Ann has 3."
            : "nothing"));

        double accuracy = await new KeyPointAccuracy().EvaluateAsync(student, examples);

        Assert.Equal(1.0 / 3, accuracy);
        Assert.Equal(1, student.LastOptions!.NumBeams);
    }

    [Fact]
    public async Task AnswerAccuracy_ChainOfThought_GivesTheKeyPointsToTheStudent()
    {
        var student = new FakeStudent(
            new StudentDescription { RationaleKind = RationaleKind.ChainOfThought },
            prompt => new GeneratedText(prompt.Contains("She buys 4.", StringComparison.Ordinal) ? "3 + 4 = 7. The answer is 7." : "The answer is 0."));

        double accuracy = await new AnswerAccuracy().EvaluateAsync(student, [Example("a?", "7"), Example("b?", "8"), Example("c?", "7") with { KeyPoints = null }]);

        Assert.Equal(1.0 / 3, accuracy);
    }

    [Fact]
    public async Task AnswerAccuracy_Programs_AreExecuted()
    {
        var executor = new FakeExecutor(program => program.Contains("0.1", StringComparison.Ordinal)
            ? FakeExecutor.Value("0.30000000000000004")
            : new ProgramResult(ProgramOutcome.SyntaxError));
        var student = new FakeStudent(
            StudentDescription.Default,
            prompt => new GeneratedText(prompt.Contains("a?", StringComparison.Ordinal) ? "answer = 0.1 + 0.2" : "answer = ("));

        double accuracy = await new AnswerAccuracy(executor).EvaluateAsync(student, [Example("a?", "0.3"), Example("b?", "0.3")]);

        Assert.Equal(0.5, accuracy);
        Assert.Equal(2, executor.Programs.Count);
    }

    [Fact]
    public async Task EvaluateAsync_NothingToCompareWith_IsMisuse()
    {
        var student = new FakeStudent(StudentDescription.Default, _ => new GeneratedText("x"));

        await Assert.ThrowsAsync<ArgumentException>(() => new KeyPointAccuracy().EvaluateAsync(student, [Example("a?", "1") with { KeyPoints = null }]));
        await Assert.ThrowsAsync<ArgumentException>(() => new AnswerAccuracy(new FakeExecutor()).EvaluateAsync(student, []));
        await Assert.ThrowsAsync<ArgumentException>(() => new AnswerAccuracy().EvaluateAsync(student, [Example("a?", "1")]));
    }

    private static DistillationExample Example(string question, string answer) =>
        new(new MathProblem(question, question) { ExpectedAnswer = answer }) { KeyPoints = Points };
}
