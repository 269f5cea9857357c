namespace Orleans.InProcess;

/// <summary>The time, as of the last tick: reading it costs nothing, and it is late by one period at most.</summary>
internal sealed class CoarseClock : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Action<long> _onTick;
    private ITimer? _timer;
    private long _now;

    public CoarseClock(TimeProvider time, TimeSpan period, Action<long> onTick)
    {
        _time = time;
        _start = time.GetTimestamp();
        _onTick = onTick;
        Period = period;
    }

    public TimeSpan Period { get; }

    /// <summary>Ticks of 100 ns since the clock was made, as of the last tick.</summary>
    public long Now => Volatile.Read(ref _now);

    /// <summary>The moment that is certain to lie this far ahead, however old <see cref="Now"/> is; never, for a span without end.</summary>
    public long After(TimeSpan span)
    {
        var soonest = Now + Period.Ticks;
        return span == Timeout.InfiniteTimeSpan || span.Ticks > long.MaxValue - soonest ? long.MaxValue : soonest + span.Ticks;
    }

    public void Start()
    {
        using (ExecutionContext.SuppressFlow())
        {
            _timer = _time.CreateTimer(static clock => ((CoarseClock)clock!).Tick(), this, Period, Period);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Tick()
    {
        var now = _time.GetElapsedTime(_start).Ticks;
        Volatile.Write(ref _now, now);
        _onTick(now);
    }
}
