namespace KPDD.Distillation;

/// <summary>Holds requests back to the limits of requests and tokens a minute, and all of them when the server asks for a pause.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RequestPacer(TeacherRequestOptions options, TimeProvider clock)
{
    private readonly MinutePacer? requests = options.RequestsPerMinute is { } limit ? new MinutePacer(limit, clock) : null;
    private readonly MinutePacer? tokens = options.TokensPerMinute is { } limit ? new MinutePacer(limit, clock) : null;
    private long pausedUntil;

    /// <summary>Waits for a place.</summary>
    /// <param name="expectedTokens">Tokens the request will cost, about.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(long expectedTokens, CancellationToken cancellationToken)
    {
        TimeSpan wait = Longest(requests?.Reserve(1), tokens?.Reserve(expectedTokens));
        TimeSpan pause = new DateTimeOffset(Interlocked.Read(ref pausedUntil), TimeSpan.Zero) - clock.GetUtcNow();
        wait = Longest(wait, pause);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Corrects the expectation by what the request did cost.</summary>
    public void Settle(long expectedTokens, long usedTokens) => tokens?.Correct(usedTokens - expectedTokens);

    /// <summary>Holds everything that has not started back: one refused request speaks for all of them.</summary>
    public void Pause(TimeSpan time)
    {
        long until = (clock.GetUtcNow() + time).UtcTicks;
        long known = Interlocked.Read(ref pausedUntil);
        while (until > known)
        {
            long seen = Interlocked.CompareExchange(ref pausedUntil, until, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }

    private static TimeSpan Longest(TimeSpan? one, TimeSpan? other) =>
        (one ?? TimeSpan.Zero) > (other ?? TimeSpan.Zero) ? one!.Value : other ?? TimeSpan.Zero;
}
