using Microsoft.Extensions.AI;

namespace KPDD.Distillation;

/// <summary>Estimates what a path costs from the length of what is sent and of the worked examples.</summary>
internal sealed class PathEstimate
{
    private readonly (long Characters, long AnswerTokens)[] stages;

    public PathEstimate(TeacherCalls calls, KeyPointTeacherOptions options)
    {
        IReadOnlyList<Demonstration> shown = (options.Prompts ?? PromptSet.Default).Demonstrations;
        KeyPoints typical = shown.Count > 0 ? new KeyPoints(shown[0].CoreQuestion, shown[0].Information) : KeyPoints.Empty;
        TeacherStage[] all = options.Form == TeacherForm.ThreeCalls
            ? [TeacherStage.CoreQuestion, TeacherStage.Information, TeacherStage.Rationale]
            : [TeacherStage.Combined];
        stages = [.. all.Select(stage => calls.Messages(stage, new MathProblem("typical", string.Empty), typical)).Select(messages => (Characters(messages), AnswerTokens(messages, options)))];
    }

    /// <summary>Requests a path.</summary>
    public int Calls => stages.Length;

    /// <summary>Tokens of one path of this problem, about.</summary>
    public TokenUsage Of(MathProblem problem) => stages.Aggregate(default(TokenUsage), (sum, stage) => sum + new TokenUsage(
        TokenUsage.Estimate(stage.Characters + problem.Question.Trim().Length), stage.AnswerTokens));

    private static long Characters(IEnumerable<ChatMessage> messages) => messages.Sum(message => (long)message.Text.Length);

    /// <summary>Worked examples are the assistant's turns; without any, a quarter of the limit is as good a guess as another.</summary>
    private static long AnswerTokens(IEnumerable<ChatMessage> messages, KeyPointTeacherOptions options) =>
        messages.Where(message => message.Role == ChatRole.Assistant).ToArray() is { Length: > 0 } turns
            ? TokenUsage.Estimate((long)turns.Average(turn => turn.Text.Length))
            : options.MaxOutputTokens / 4;
}
