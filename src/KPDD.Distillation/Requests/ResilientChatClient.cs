using System.Globalization;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace KPDD.Distillation;

/// <summary>A chat client that keeps to rate limits, gives each attempt a time limit, and repeats what failed for a passing reason.</summary>
/// <remarks>
/// As thread-safe as its inner client. Empty and overlong answers are failures; refusals are repeated and, when they stay, returned as answers that hold an <see cref="ErrorContent"/>.
/// Streaming calls are passed on as they are. Disposing it disposes the inner client.
/// </remarks>
public sealed class ResilientChatClient : DelegatingChatClient
{
    private readonly TeacherRequestOptions options;
    private readonly RequestPacer pacer;
    private readonly Func<Exception, TeacherFault> classify;
    private readonly Action<TokenUsage> onUsage;
    private readonly ResiliencePipeline<ChatResponse> attempts;
    private readonly ResiliencePipeline timeLimit;

    /// <summary>Creates the client.</summary>
    /// <param name="innerClient">Sends the requests; its own retries should be switched off.</param>
    /// <param name="options">Limits and retries; null means the defaults. Copied.</param>
    /// <param name="clock">Measures waits and time limits; null for the system's clock.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ResilientChatClient(IChatClient innerClient, TeacherRequestOptions? options = null, TimeProvider? clock = null)
        : this(innerClient, options, clock, _ => { })
    {
    }

    /// <summary>Creates a client that tells what every answer cost, refused ones included.</summary>
    internal ResilientChatClient(IChatClient innerClient, TeacherRequestOptions? options, TimeProvider? clock, Action<TokenUsage> onUsage)
        : base(innerClient)
    {
        this.options = options?.Clone() ?? new TeacherRequestOptions();
        this.options.Validate();
        this.onUsage = onUsage;
        clock ??= TimeProvider.System;
        classify = this.options.Classify ?? TeacherFaults.Classify;
        pacer = new RequestPacer(this.options, clock);
        attempts = Attempts(clock);
        timeLimit = new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(this.options.Timeout).Build();
    }

    /// <inheritdoc/>
    /// <exception cref="TeacherRequestException">The answer was empty or too long, every time.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> sent = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        try
        {
            return await attempts.ExecuteAsync(async token => await AttemptAsync(sent, options, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && classify(e).Kind == TeacherFaultKind.Refusal)
        {
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, [new ErrorContent(e.Message)])) { FinishReason = ChatFinishReason.ContentFilter };
        }
    }

    private async Task<ChatResponse> AttemptAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? settings, CancellationToken cancellationToken)
    {
        long expected = TokenUsage.Estimate(messages.Sum(message => (long)message.Text.Length));
        await pacer.WaitAsync(expected, cancellationToken).ConfigureAwait(false);
        ChatResponse response = await SendAsync(messages, settings, expected, cancellationToken).ConfigureAwait(false);
        TokenUsage usage = ReplyReader.Usage(messages, response);
        pacer.Settle(expected, usage.Total);
        onUsage(usage);
        bool refused = ReplyReader.IsRefusal(response);
        if (!refused && string.IsNullOrWhiteSpace(response.Text))
        {
            throw new TeacherRequestException("The answer is empty.");
        }

        return !refused && response.Text.Length > options.MaxAnswerCharacters
            ? throw new TeacherRequestException($"The answer has {response.Text.Length} characters; at most {options.MaxAnswerCharacters} are accepted.")
            : response;
    }

    private async Task<ChatResponse> SendAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? settings, long expected, CancellationToken cancellationToken)
    {
        try
        {
            return await timeLimit.ExecuteAsync(
                async token => await base.GetResponseAsync(messages, settings, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException e)
        {
            throw new TeacherRequestException(string.Create(CultureInfo.InvariantCulture, $"No answer came within {options.Timeout.TotalSeconds:0.##} seconds."), e);
        }
        catch (Exception e) when (TeacherFaults.IsBrokenAnswer(e))
        {
            // The model was at work, and its provider charges for that; how much, the answer cannot tell any more.
            onUsage(new TokenUsage(expected, 0));
            throw;
        }
    }

    private ResiliencePipeline<ChatResponse> Attempts(TimeProvider clock)
    {
        var builder = new ResiliencePipelineBuilder<ChatResponse> { TimeProvider = clock };
        return options.MaxAttempts == 1 ? builder.Build() : builder.AddRetry(new RetryStrategyOptions<ChatResponse>
        {
            MaxRetryAttempts = options.MaxAttempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.BaseDelay,
            MaxDelay = options.MaxDelay,
            ShouldHandle = arguments => ValueTask.FromResult(IsWorthAnotherAttempt(arguments)),
            DelayGenerator = arguments => ValueTask.FromResult(AskedWait(arguments.Outcome.Exception)),
        }).Build();
    }

    private bool IsWorthAnotherAttempt(RetryPredicateArguments<ChatResponse> arguments)
    {
        if (arguments.Outcome.Exception is not { } failure)
        {
            return ReplyReader.IsRefusal(arguments.Outcome.Result!);
        }

        // A client's own time limit also shows as a cancellation; only the caller's is one. The library's own exceptions are about the journal, not about the call.
        return failure is not KpddException
            && !arguments.Context.CancellationToken.IsCancellationRequested
            && classify(failure).Kind is TeacherFaultKind.Transient or TeacherFaultKind.Refusal;
    }

    private TimeSpan? AskedWait(Exception? failure)
    {
        if (failure is null || classify(failure).RetryAfter is not { } asked)
        {
            return null;
        }

        TimeSpan wait = asked < options.MaxDelay ? asked : options.MaxDelay;
        pacer.Pause(wait);
        return wait;
    }
}
