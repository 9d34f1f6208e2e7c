namespace KPDD.Distillation.Tests.Filtering;

public class PathJudgeTests
{
    [Theory]
    [InlineData("3 + 4 = 7. The answer is 7.", "7")]
    [InlineData("The answer is $29.00.", "29")]
    [InlineData("#### 3\nAgain, from the start.\n#### 1,080", "1080")]
    [InlineData("The answer is 9 apples.", "9")]
    [InlineData("The answer is 5/2.", "2.5")]
    [InlineData("The answer is 25%.", "25")]
    [InlineData(@"So \boxed{18}.", "18")]
    public async Task JudgeAsync_ChainThatStatesTheGoldAnswer_IsKeptStrictly(string text, string gold) =>
        Assert.Equal(PathReason.Kept, await Reason(text, gold, AnswerRule.Strict));

    [Fact]
    public async Task JudgeAsync_AnswerOnlyTheLastNumber_IsKeptLenientlyAlone()
    {
        Assert.Equal(PathReason.Unparsed, await Reason("In all she has 7", "7", AnswerRule.Strict));
        Assert.Equal(PathReason.Kept, await Reason("In all she has 7", "7", AnswerRule.Lenient));
    }

    [Fact]
    public async Task JudgeAsync_OtherAnswer_IsWrong() => Assert.Equal(PathReason.WrongAnswer, await Reason("The answer is 8.", "7", AnswerRule.Strict));

    [Fact]
    public async Task JudgeAsync_WrongCalculationBeforeTheRightAnswer_IsNamed()
    {
        PathVerdict verdict = await new PathJudge().JudgeAsync(Paths.Chain("3 + 4 = 8. The answer is 7."));

        Assert.Equal(PathReason.ArithmeticWrong, verdict.Reason);
        Assert.Equal("3 + 4 is 7, not 8.", verdict.Message);
        Assert.True((await new PathJudge(options: new PathFilterOptions { RequireRightArithmetic = false }).JudgeAsync(verdict.Path)).IsKept);
    }

    [Fact]
    public async Task JudgeAsync_AnswerThatNoCalculationGives_IsDroppedWhereAskedFor()
    {
        TeacherPath told = Paths.Chain("3 * 8 = 24. The answer is 7.");

        Assert.True((await new PathJudge().JudgeAsync(told)).IsKept);
        Assert.Equal(PathReason.AnswerNotComputed, (await new PathJudge(options: new PathFilterOptions { RequireComputedAnswer = true }).JudgeAsync(told)).Reason);
    }

    [Theory]
    [InlineData(ProgramOutcome.SyntaxError, PathReason.SyntaxError)]
    [InlineData(ProgramOutcome.RuntimeError, PathReason.RuntimeError)]
    [InlineData(ProgramOutcome.MemoryLimit, PathReason.RuntimeError)]
    [InlineData(ProgramOutcome.Crashed, PathReason.RuntimeError)]
    [InlineData(ProgramOutcome.Timeout, PathReason.Timeout)]
    [InlineData(ProgramOutcome.PolicyViolation, PathReason.PolicyViolation)]
    [InlineData(ProgramOutcome.NoAnswer, PathReason.Unparsed)]
    public async Task JudgeAsync_ProgramThatFails_IsDroppedWithItsReason(ProgramOutcome outcome, PathReason reason)
    {
        PathVerdict verdict = await new PathJudge(FakeExecutor.Ending(outcome)).JudgeAsync(Paths.Program("x"));

        Assert.Equal(reason, verdict.Reason);
        Assert.Contains("it ended so", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", PathReason.Kept)]
    [InlineData("7.0", PathReason.Kept)]
    [InlineData("8", PathReason.WrongAnswer)]
    [InlineData("None", PathReason.Unparsed)]
    public async Task JudgeAsync_Program_IsJudgedByItsValue(string value, PathReason reason) =>
        Assert.Equal(reason, (await new PathJudge(FakeExecutor.Leaving(value)).JudgeAsync(Paths.Program("answer = 3 + 4"))).Reason);

    [Fact]
    public async Task JudgeAsync_MissingParts_AreNamed()
    {
        TeacherPath whole = Paths.Chain("The answer is 7.");
        var judge = new PathJudge();

        Assert.Equal(PathReason.NoKeyPoints, (await judge.JudgeAsync(whole with { KeyPoints = null })).Reason);
        Assert.Equal(PathReason.NoKeyPoints, (await judge.JudgeAsync(whole with { KeyPoints = new KeyPoints("C?", []) })).Reason);
        Assert.Equal(PathReason.Unparsed, (await judge.JudgeAsync(whole with { Rationale = null })).Reason);
        Assert.Equal(PathReason.NoGoldAnswer, (await judge.JudgeAsync(whole with { Problem = Paths.Apples with { ExpectedAnswer = null } })).Reason);
        Assert.Equal(PathReason.Refused, (await judge.JudgeAsync(whole with { Replies = [new TeacherReply(TeacherStage.Rationale, "no") { Refused = true }] })).Reason);
        Assert.True((await new PathJudge(options: new PathFilterOptions { RequireKeyPoints = false }).JudgeAsync(whole with { KeyPoints = null })).IsKept);
    }

    [Fact]
    public async Task JudgeAsync_ProgramWithoutExecutor_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => new PathJudge().JudgeAsync(Paths.Program("answer = 7")));

    private static async Task<PathReason> Reason(string text, string gold, AnswerRule rule)
    {
        TeacherPath path = Paths.Chain(text, problem: Paths.Apples with { ExpectedAnswer = gold });
        return (await new PathJudge(options: new PathFilterOptions { Rule = rule }).JudgeAsync(path)).Reason;
    }
}
