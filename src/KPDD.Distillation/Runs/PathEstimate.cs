using Microsoft.Extensions.AI;

namespace KPDD.Distillation;

/// <summary>Estimates what a path costs from the length of what is sent and of the worked examples.</summary>
internal sealed class PathEstimate
{
    private readonly TeacherCalls calls;
    private readonly TeacherStage[] stages;
    private readonly Dictionary<TeacherStage, long> answers;
    private readonly KeyPoints typical;

    public PathEstimate(TeacherCalls calls, KeyPointTeacherOptions options)
    {
        this.calls = calls;
        IReadOnlyList<Demonstration> shown = (options.Prompts ?? PromptSet.Default).Demonstrations;
        stages = options.Form == TeacherForm.ThreeCalls
            ? [TeacherStage.CoreQuestion, TeacherStage.Information, TeacherStage.Rationale]
            : [TeacherStage.Combined];
        typical = shown.Count > 0 ? new KeyPoints(shown[0].CoreQuestion, shown[0].Information) : KeyPoints.Empty;

        // Worked examples are the assistant's turns; without any, a quarter of the limit is as good a guess as another.
        answers = stages.ToDictionary(stage => stage, stage =>
            calls.Messages(stage, new MathProblem("typical", string.Empty), typical).Where(message => message.Role == ChatRole.Assistant).ToArray() is { Length: > 0 } turns
                ? TokenUsage.Estimate((long)turns.Average(turn => turn.Text.Length))
                : options.MaxOutputTokens / 4);
    }

    /// <summary>Requests a path.</summary>
    public int Calls => stages.Length;

    /// <summary>Tokens of one path of this problem, about.</summary>
    public TokenUsage Of(MathProblem problem) => stages.Aggregate(default(TokenUsage), (sum, stage) => sum + new TokenUsage(
        TokenUsage.Estimate(calls.Messages(stage, problem, typical).Sum(message => (long)message.Text.Length)),
        answers[stage]));
}
