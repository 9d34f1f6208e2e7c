using Microsoft.Extensions.AI;

namespace KPDD.Distillation.Tests.Teacher;

public class KeyPointTeacherTests
{
    private static readonly KeyPointTeacherOptions Chains = new() { Kind = RationaleKind.ChainOfThought, Paths = 3, Seed = 40 };

    [Fact]
    public async Task WriteAsync_ThreeCalls_EachIsGivenWhatTheLastFound()
    {
        ScriptedChatClient client = ScriptedChatClient.Saying("How many now?", "1. Ann has 3.\n2. She buys 4.", "3 + 4 = 7. The answer is 7.");

        TeacherPath path = await new KeyPointTeacher(client, Chains).WriteAsync(Paths.Apples);

        Assert.Equal("How many now?", path.KeyPoints!.CoreQuestion);
        Assert.Equal(["Ann has 3.", "She buys 4."], path.KeyPoints.Information);
        Assert.Equal("3 + 4 = 7. The answer is 7.", path.Rationale!.Text);
        Assert.Equal([TeacherStage.CoreQuestion, TeacherStage.Information, TeacherStage.Rationale], path.Replies.Select(reply => reply.Stage));
        Assert.DoesNotContain("How many now?", client.Calls[0].Messages[^1].Text, StringComparison.Ordinal);
        Assert.EndsWith("Core question: How many now?", client.Calls[1].Messages[^1].Text, StringComparison.Ordinal);
        Assert.EndsWith("Core question: How many now?\nInformation:\n1. Ann has 3.\n2. She buys 4.", client.Calls[2].Messages[^1].Text, StringComparison.Ordinal);
        Assert.Equal(1 + (2 * 8) + 1, client.Calls[0].Messages.Count);
    }

    [Theory]
    [InlineData(TeacherForm.OneCallTagged, "Core question: C?\nInformation:\n1. A.\nSolution:\nThe answer is 7.")]
    [InlineData(TeacherForm.OneCallJson, """{"coreQuestion":"C?","information":["A."],"solution":"The answer is 7."}""")]
    public async Task WriteAsync_OneCall_ReadsAllParts(TeacherForm form, string reply)
    {
        ScriptedChatClient client = ScriptedChatClient.Saying(reply);
        KeyPointTeacherOptions options = Chains.Clone();
        options.Form = form;

        TeacherPath path = await new KeyPointTeacher(client, options).WriteAsync(Paths.Apples);

        Assert.Equal("C?", path.KeyPoints!.CoreQuestion);
        Assert.Equal("The answer is 7.", path.Rationale!.Text);
        Assert.Equal(form == TeacherForm.OneCallJson, client.Calls[0].Options!.ResponseFormat is ChatResponseFormatJson { Schema: not null });
    }

    [Theory]
    [InlineData(TeacherForm.ThreeCalls)]
    [InlineData(TeacherForm.OneCallTagged)]
    [InlineData(TeacherForm.OneCallJson)]
    public async Task WriteAsync_ModelThatImitatesADemonstration_GivesThatDemonstration(TeacherForm form)
    {
        // Whatever form the examples are shown in, an answer of that form must be readable.
        Demonstration shown = PromptSet.Default.Demonstrations[5];
        var client = new ScriptedChatClient((messages, _) => ScriptedChatClient.Text(messages[12].Text));
        var options = new KeyPointTeacherOptions { Form = form };

        TeacherPath path = await new KeyPointTeacher(client, options).WriteAsync(new MathProblem("x", shown.Question));

        Assert.Equal(shown.CoreQuestion, path.KeyPoints!.CoreQuestion);
        Assert.Equal(shown.Information, path.KeyPoints.Information);
        Assert.Equal(shown.ProgramOfThought, path.Rationale!.Text);
    }

    [Fact]
    public async Task WriteAllAsync_ThreePaths_DifferInSeedAndNumberAndAreSigned()
    {
        var client = new ScriptedChatClient((_, _) => ScriptedChatClient.Text("1. Ann has 3."));
        var teacher = new KeyPointTeacher(client, Chains);

        IReadOnlyList<TeacherPath> paths = await teacher.WriteAllAsync(Paths.Apples);

        Assert.Equal([0, 1, 2], paths.Select(path => path.PathNumber));
        Assert.Equal([40L, 41L, 42L], client.Calls.Select(call => call.Options!.Seed!.Value).Distinct());
        Assert.All(paths, path => Assert.Equal(("scripted-model", teacher.PromptVersion), (path.Teacher, path.PromptVersion)));
    }

    [Fact]
    public async Task WriteAsync_GoldAnswer_IsNeverShown()
    {
        var client = new ScriptedChatClient((_, _) => ScriptedChatClient.Text("1. x"));

        await new KeyPointTeacher(client, Chains).WriteAsync(Paths.Apples with { ExpectedAnswer = "987654" });

        Assert.DoesNotContain(client.Calls.SelectMany(call => call.Messages), message => message.Text.Contains("987654", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_Refusal_EndsThePathWithADiagnostic()
    {
        var client = new ScriptedChatClient((_, _) => new ChatResponse(new ChatMessage(ChatRole.Assistant, [new ErrorContent("I cannot help.")])));

        TeacherPath path = await new KeyPointTeacher(client, Chains).WriteAsync(Paths.Apples);

        Assert.True(path.Refused);
        Assert.Contains("I cannot help.", path.Diagnostic, StringComparison.Ordinal);
        Assert.Single(client.Calls);
    }

    [Fact]
    public async Task WriteAsync_AnswerCutAtTheTokenLimit_IsNoAnswer()
    {
        var client = new ScriptedChatClient((_, _) => new ChatResponse(new ChatMessage(ChatRole.Assistant, "How many")) { FinishReason = ChatFinishReason.Length });

        TeacherPath path = await new KeyPointTeacher(client, Chains).WriteAsync(Paths.Apples);

        Assert.Null(path.KeyPoints);
        Assert.Contains("token limit", path.Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Cancelled_Throws() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new KeyPointTeacher(ScriptedChatClient.Saying("x"), Chains).WriteAsync(Paths.Apples, cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public async Task Options_ChangedAfterCreation_DoNotReachTheTeacher()
    {
        var options = new KeyPointTeacherOptions { Paths = 2 };
        var teacher = new KeyPointTeacher(new ScriptedChatClient((_, _) => ScriptedChatClient.Text("x")), options);
        options.Paths = 9;

        Assert.Equal(2, (await teacher.WriteAllAsync(Paths.Apples)).Count);
    }

    [Theory]
    [InlineData(0, 0.7, 1)]
    [InlineData(65, 0.7, 1)]
    [InlineData(4, 2.1, 1)]
    [InlineData(4, 0.7, 0)]
    public void Constructor_OptionOutOfRange_Throws(int paths, double temperature, int tokens) =>
        Assert.Throws<ArgumentException>(() => new KeyPointTeacher(
            ScriptedChatClient.Saying(), new KeyPointTeacherOptions { Paths = paths, Temperature = temperature, MaxOutputTokens = tokens }));
}
