namespace KPDD.Distillation.Tests.Server;

/// <summary>A clock on which waits are over at once. Time limits, which are the long timers, run out only when the test says so.</summary>
internal sealed class InstantClock : TimeProvider
{
    /// <summary>What tests set as the time limit of an attempt.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly HashSet<Timer> limits = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All waits so far, added up.</summary>
    public TimeSpan Waited { get; private set; }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    /// <summary>Lets every running time limit run out.</summary>
    public void EndTimeLimits()
    {
        Timer[] ended;
        lock (gate)
        {
            ended = [.. limits];
            limits.Clear();
        }

        Array.ForEach(ended, timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private void Start(Timer timer, TimeSpan due)
    {
        lock (gate)
        {
            limits.Remove(timer);
            if (due == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            if (due >= TimeLimit)
            {
                limits.Add(timer);
                return;
            }

            now += due;
            Waited += due;
        }

        timer.Fire();
    }

    private sealed class Timer(InstantClock clock, Action callback) : ITimer
    {
        public void Fire() => ThreadPool.QueueUserWorkItem(_ => callback());

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Start(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Start(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
