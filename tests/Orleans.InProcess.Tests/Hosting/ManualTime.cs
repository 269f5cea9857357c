namespace GrainRuntime.Tests.Hosting;

/// <summary>A clock that stands still until it is moved; timers that fall due fire in order, within <see cref="Advance"/>.</summary>
internal sealed class ManualTime : TimeProvider
{
    /// <summary>As a real clock does, a timer fires a little after its time: whoever waits for a moment waits whole milliseconds, and would else find the rest of one left for ever.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(1) - TimeSpan.FromTicks(1);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(DateTimeOffset Until, TaskCompletionSource Armed)> _waiters = [];
    private DateTimeOffset _now = new(2018, 2, 5, 9, 30, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan span)
    {
        var end = GetUtcNow() + span;
        while (NextDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            // Never back: a timer that was set again meanwhile counts from the late moment at which it fired.
            _now = end > _now ? end : _now;
        }
    }

    /// <summary>Complete once a timer is set that falls due within this span, so that moving the clock cannot come too early.</summary>
    public Task ArmedWithin(TimeSpan span)
    {
        lock (_gate)
        {
            var until = _now + span;
            if (_timers.Exists(t => t.Due <= until))
            {
                return Task.CompletedTask;
            }

            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((until, armed));
            return armed.Task;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? NextDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            var timer = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            if (timer is null)
            {
                return null;
            }

            var due = timer.Due > _now ? timer.Due.Value : _now;
            timer.Due = timer.Period > TimeSpan.Zero ? due + timer.Period : null;
            _now = due + Lateness;
            return timer;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                if (_disposed)
                {
                    return false;
                }

                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
                Period = period;
                if (!time._timers.Contains(this))
                {
                    time._timers.Add(this);
                }

                foreach (var (_, armed) in time._waiters.Where(w => Due <= w.Until))
                {
                    armed.TrySetResult();
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                _disposed = true;
                time._timers.Remove(this);
                Due = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
