using Microsoft.Extensions.AI;

namespace KPDD.Distillation;

/// <summary>Reads a chat response.</summary>
internal static class ReplyReader
{
    /// <summary>The reply to a call.</summary>
    /// <param name="stage">What was asked for.</param>
    /// <param name="request">The messages that were sent; their length stands in where the server counts no tokens.</param>
    /// <param name="response">What came back.</param>
    public static TeacherReply Read(TeacherStage stage, IEnumerable<ChatMessage> request, ChatResponse response) => new(stage, Text(response))
    {
        Truncated = response.FinishReason == ChatFinishReason.Length,
        Refused = IsRefusal(response),
        Usage = Usage(request, response),
    };

    /// <summary>True when the model declined or a content filter stopped it.</summary>
    public static bool IsRefusal(ChatResponse response) =>
        response.FinishReason == ChatFinishReason.ContentFilter || Refusals(response).Any();

    /// <summary>Tokens of a call; estimated where the server counts none.</summary>
    public static TokenUsage Usage(IEnumerable<ChatMessage> request, ChatResponse response) => new(
        response.Usage?.InputTokenCount ?? TokenUsage.Estimate(request.Sum(message => (long)message.Text.Length)),
        response.Usage?.OutputTokenCount ?? TokenUsage.Estimate(Text(response).Length));

    private static string Text(ChatResponse response) =>
        Refusals(response).FirstOrDefault() is { } refusal ? refusal.Message : response.Text;

    private static IEnumerable<ErrorContent> Refusals(ChatResponse response) =>
        response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>();
}
