namespace Orleans.InProcess;

/// <summary>Ticks for one reminder. The next tick is set when the last has been answered, so that a slow grain misses ticks instead of gathering them.</summary>
internal sealed class ReminderTicker : IDisposable
{
    /// <summary>Timers cannot be set for longer than some 49 days; a later tick is approached in steps.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly TimeProvider _time;
    private readonly Func<ReminderRow, Task> _tick;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private DateTimeOffset _next;
    private bool _disposed;

    public ReminderTicker(ReminderRow row, TimeProvider time, Func<ReminderRow, Task> tick)
    {
        Row = row;
        _time = time;
        _tick = tick;
        _next = row.NextAfter(time.GetUtcNow() - TimeSpan.FromTicks(1));
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(static ticker => _ = ((ReminderTicker)ticker!).OnDueAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Arm();
    }

    public ReminderRow Row { get; }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }

    private async Task OnDueAsync()
    {
        if (_time.GetUtcNow() >= _next)
        {
            await _tick(Row);
            _next = Row.NextAfter(_time.GetUtcNow());
        }

        Arm();
    }

    private void Arm()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                var wait = _next - _time.GetUtcNow();
                _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
