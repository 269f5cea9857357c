namespace Orleans.InProcess;

/// <summary>
/// Carries the caller's cancellation to the grain. The grain gets a token of its own, cancelled within one of its turns, so
/// that what it registered there runs as everything else of it does.
/// </summary>
internal sealed class CallCancellation
{
    private readonly GrainCall _call;

    // Not disposed: it has no timer and no wait handle, and the caller may cancel at any time.
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;
    private Activation? _activation;
    private bool _cancelled;

    public CallCancellation(GrainCall call)
    {
        _call = call;
        var callers = call.Token;
        call.Token = _source.Token;
        _registration = callers.UnsafeRegister(static (self, token) => ((CallCancellation)self!).OnCancelled(token), this);
    }

    /// <summary>The call is in the hands of this activation.</summary>
    public void Accepted(Activation activation)
    {
        // Both sides write before they read, so that a cancellation that crosses the call's way is seen by one of them.
        Interlocked.Exchange(ref _activation, activation);
        if (Volatile.Read(ref _cancelled))
        {
            activation.Scheduler.Enqueue(new CancelItem(this));
        }
    }

    /// <summary>The call is over: the caller's token no longer leads here.</summary>
    public void Release() => _registration.Unregister();

    private void OnCancelled(CancellationToken token)
    {
        _call.Cancel(token);
        Interlocked.Exchange(ref _cancelled, true);
        Volatile.Read(ref _activation)?.Scheduler.Enqueue(new CancelItem(this));
    }

    private sealed class CancelItem(CallCancellation cancellation) : TurnItem
    {
        public override void Run(Activation activation)
        {
            try
            {
                cancellation._source.Cancel();
            }
            catch (AggregateException exception)
            {
                activation.Catalog.Log.FailedUnseen(exception, $"a cancellation callback of {cancellation._call.Method}", activation.GrainId);
            }
        }
    }
}
