using Microsoft.Extensions.AI;

namespace KPDD.Distillation;

/// <summary>Lays out the messages of a call: the instruction, the worked examples as earlier turns, then the problem.</summary>
internal sealed class PromptWriter(PromptSet prompts, TeacherForm form, RationaleKind kind)
{
    /// <summary>The messages of one call.</summary>
    /// <param name="stage">What is asked for.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="keyPoints">What earlier stages found; null before them.</param>
    public List<ChatMessage> Write(TeacherStage stage, MathProblem problem, KeyPoints? keyPoints)
    {
        var messages = new List<ChatMessage> { new(ChatRole.System, Instruction(stage)) };
        foreach (Demonstration shown in prompts.Demonstrations)
        {
            messages.Add(new ChatMessage(ChatRole.User, Request(stage, shown.Question, shown.CoreQuestion, shown.Information)));
            messages.Add(new ChatMessage(ChatRole.Assistant, Reply(stage, shown)));
        }

        messages.Add(new ChatMessage(ChatRole.User, Request(stage, problem.Question, keyPoints?.CoreQuestion, keyPoints?.Information)));
        return messages;
    }

    private static string Request(TeacherStage stage, string question, string? coreQuestion, IReadOnlyList<string>? information) => stage switch
    {
        TeacherStage.Information => PromptText.Request(question, coreQuestion),
        TeacherStage.Rationale => PromptText.Request(question, coreQuestion, information),
        _ => PromptText.Request(question),
    };

    private string Instruction(TeacherStage stage) => stage switch
    {
        TeacherStage.CoreQuestion => prompts.Instructions.CoreQuestion,
        TeacherStage.Information => prompts.Instructions.Information,
        TeacherStage.Rationale => prompts.Instructions.ForRationale(kind),
        _ => (form == TeacherForm.OneCallJson ? prompts.Instructions.OneCallJson : prompts.Instructions.OneCallTagged)
            .Replace(PromptCheck.SolutionMark, prompts.Instructions.ForRationale(kind), StringComparison.Ordinal),
    };

    private string Reply(TeacherStage stage, Demonstration shown) => stage switch
    {
        TeacherStage.CoreQuestion => shown.CoreQuestion,
        TeacherStage.Information => PromptText.Numbered(shown.Information),
        TeacherStage.Rationale => PromptText.Solution(kind, shown.RationaleOf(kind)!),
        _ => form == TeacherForm.OneCallJson ? PromptText.AsJson(shown, kind) : PromptText.Tagged(shown, kind),
    };
}
