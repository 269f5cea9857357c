namespace Orleans.InProcess;

/// <summary>
/// Carries the caller's cancellation to the grain. The grain gets a token of its own, cancelled within one of its turns, so
/// that what it registered there runs as everything else of it does.
/// </summary>
internal sealed class CallCancellation : IDisposable
{
    private readonly GrainCall _call;
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;
    private Activation? _activation;
    private bool _disposed;

    public CallCancellation(GrainCall call)
    {
        _call = call;
        var callers = call.Token;
        call.Token = _source.Token;
        _registration = callers.UnsafeRegister(static (self, token) => ((CallCancellation)self!).OnCancelled(token), this);
    }

    /// <summary>The call is in the hands of this activation.</summary>
    public void Accepted(Activation activation) => Volatile.Write(ref _activation, activation);

    public void Dispose()
    {
        _registration.Unregister();
        _disposed = true;
        _source.Dispose();
    }

    private void OnCancelled(CancellationToken token)
    {
        _call.Cancel(token);
        Volatile.Read(ref _activation)?.Scheduler.Enqueue(new CancelItem(this));
    }

    private sealed class CancelItem(CallCancellation cancellation) : TurnItem
    {
        public override void Run(Activation activation)
        {
            // Both this and Dispose run in turns of the grain, so the flag needs no lock.
            if (cancellation._disposed)
            {
                return;
            }

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
