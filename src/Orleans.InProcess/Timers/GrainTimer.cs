using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Sends a tick when it is due, and sets itself again when the tick's callback has ended: ticks never overlap.</summary>
internal sealed class GrainTimer<TState> : IGrainTimer
{
    /// <summary>What the system's timers can be set to, some 49 days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationToken _token;
    private readonly Activation _activation;
    private readonly Func<TState, CancellationToken, Task> _callback;
    private readonly TState _state;
    private readonly bool _interleaves;
    private readonly bool _keepAlive;
    private readonly ITimer _timer;
    private TimeSpan _period;
    private TimeSpan? _changedDue;
    private bool _ticking;
    private bool _disposed;

    public GrainTimer(Activation activation, TimeProvider time, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, nameof(options.DueTime));
        Check(options.Period, nameof(options.Period));
        _token = _cancellation.Token;
        _activation = activation;
        _callback = callback;
        _state = state;
        _interleaves = options.Interleave;
        _keepAlive = options.KeepAlive;
        _period = options.Period;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(
                static timer => ((GrainTimer<TState>)timer!).OnDue(), this, options.DueTime, Timeout.InfiniteTimeSpan);
        }

        activation.Own(this);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_gate)
        {
            _period = period;
            if (_ticking)
            {
                _changedDue = dueTime;
            }
            else if (!_disposed)
            {
                _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _timer.Dispose();
        }

        _activation.Disown(this);
        try
        {
            _cancellation.Cancel();
        }
        catch (AggregateException exception)
        {
            _activation.Catalog.Log.TimerCancellationFailed(exception, _activation.GrainId);
        }

        _cancellation.Dispose();
    }

    private static void Check(TimeSpan span, string name)
    {
        if ((span < TimeSpan.Zero && span != Timeout.InfiniteTimeSpan) || span > Longest)
        {
            throw new ArgumentOutOfRangeException(name, span, $"A grain timer's time is from zero to {Longest}, or Timeout.InfiniteTimeSpan.");
        }
    }

    private void OnDue()
    {
        lock (_gate)
        {
            if (_disposed || _ticking)
            {
                return;
            }

            _ticking = true;
        }

        _activation.TryEnqueue(new GrainTimerCall(TickAsync, _interleaves, _keepAlive));
    }

    private async Task TickAsync()
    {
        if (_disposed)
        {
            return;
        }

        try
        {
            await _callback(_state, _token);
        }
        catch (Exception exception)
        {
            _activation.Catalog.Log.TimerFailed(exception, _activation.GrainId);
            _activation.EndAfter(exception);
        }

        lock (_gate)
        {
            _ticking = false;
            if (!_disposed)
            {
                _timer.Change(_changedDue ?? _period, Timeout.InfiniteTimeSpan);
                _changedDue = null;
            }
        }
    }
}
