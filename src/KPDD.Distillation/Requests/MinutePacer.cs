namespace KPDD.Distillation;

/// <summary>Spreads an amount evenly over each minute: whoever comes too early is told how long to wait.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class MinutePacer(int perMinute, TimeProvider clock)
{
    private readonly Lock gate = new();
    private DateTimeOffset free = DateTimeOffset.MinValue;

    /// <summary>Takes the next free place.</summary>
    /// <returns>How long to wait for it.</returns>
    public TimeSpan Reserve(double amount)
    {
        lock (gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            DateTimeOffset start = free > now ? free : now;
            free = start + Span(amount);
            return start - now;
        }
    }

    /// <summary>Adds to, or takes back from, what was reserved, once the true amount is known.</summary>
    public void Correct(double amount)
    {
        lock (gate)
        {
            free += Span(amount);
        }
    }

    private TimeSpan Span(double amount) => TimeSpan.FromMinutes(amount / perMinute);
}
