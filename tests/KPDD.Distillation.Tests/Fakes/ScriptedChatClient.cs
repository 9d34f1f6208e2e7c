using Microsoft.Extensions.AI;

namespace KPDD.Distillation.Tests;

/// <summary>Answers by a function and keeps what it was asked.</summary>
internal sealed class ScriptedChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatResponse> answer) : IChatClient
{
    private readonly List<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> calls = [];

    public IReadOnlyList<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Calls => calls;

    /// <summary>Gives these texts, one a call.</summary>
    public static ScriptedChatClient Saying(params string[] texts)
    {
        var next = new Queue<string>(texts);
        return new ScriptedChatClient((_, _) => Text(next.Dequeue()));
    }

    public static ChatResponse Text(string text) => new(new ChatMessage(ChatRole.Assistant, text));

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ChatMessage> asked = [.. messages];
        lock (calls)
        {
            calls.Add((asked, options));
            return Task.FromResult(answer(asked, options));
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The teacher does not stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("script", null, "scripted-model") : null;

    public void Dispose()
    {
    }
}
