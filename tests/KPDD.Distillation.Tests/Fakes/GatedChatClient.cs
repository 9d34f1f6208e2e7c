using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace KPDD.Distillation.Tests;

/// <summary>Answers a call when the test lets it, and counts how many wait at the same time.</summary>
internal sealed class GatedChatClient : IChatClient
{
    private readonly Channel<Action> started = Channel.CreateUnbounded<Action>();
    private readonly Lock gate = new();
    private int waiting;

    /// <summary>Most calls that ever waited at the same time.</summary>
    public int MostWaiting { get; private set; }

    /// <summary>The next call that came in, in their order; calling it gives the answer. Fails where none comes: the run does not go on.</summary>
    public async Task<Action> NextAsync() => await started.Reader.ReadAsync().AsTask().WaitAsync(Guard.Time);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatResponse response = RecordedTeacher.Respond([.. messages], options);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            MostWaiting = Math.Max(MostWaiting, ++waiting);
        }

        started.Writer.TryWrite(() => Release(released));
        await released.Task.WaitAsync(cancellationToken);
        return response;
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The teacher does not stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private void Release(TaskCompletionSource released)
    {
        lock (gate)
        {
            waiting--;
        }

        released.SetResult();
    }
}
