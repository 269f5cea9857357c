using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Sends a tick when it is due, and sets itself again when the tick's callback has ended: ticks never overlap.</summary>
internal sealed class GrainTimer<TState> : IGrainTimer
{
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
    private bool _ticking;
    private bool _changed;
    private bool _dueAgain;
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
            ObjectDisposedException.ThrowIf(_disposed, this);
            _period = period;
            _changed = true;
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
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
        _cancellation.Cancel();
        _cancellation.Dispose();
    }

    private static void Check(TimeSpan span, string name)
    {
        if (span < TimeSpan.Zero && span != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, span, "A grain timer's time is zero or more, or Timeout.InfiniteTimeSpan.");
        }
    }

    private void OnDue()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (_ticking)
            {
                // Changed while a tick waits or runs, and due before it ends: the next follows it at once.
                _dueAgain = true;
                return;
            }

            _ticking = true;
            _changed = false;
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
        }

        lock (_gate)
        {
            _ticking = false;
            if (!_disposed && (_dueAgain || !_changed))
            {
                _timer.Change(_dueAgain ? TimeSpan.Zero : _period, Timeout.InfiniteTimeSpan);
                _dueAgain = false;
            }
        }
    }
}
