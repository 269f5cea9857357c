namespace ModelRegistry.Postgres.Log;

/// <summary>One call's rows on their way to the log, and the task its caller waits for.</summary>
internal sealed class PendingWrite(PredictionRow[] rows, DateTimeOffset arrivedAt, bool isAwaited)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unsettled = rows.Length;
    private Exception? _refusal;

    public PredictionRow[] Rows { get; } = rows;

    public DateTimeOffset ArrivedAt { get; } = arrivedAt;

    /// <summary>Whether somebody waits for the commit.</summary>
    public bool IsAwaited { get; } = isAwaited;

    /// <summary>Completes when every row is settled: committed, or refused.</summary>
    public Task Done => _done.Task;

    /// <summary>One more row is committed.</summary>
    public void Commit() => Settle();

    /// <summary>One more row was refused; the caller hears of the first.</summary>
    public void Refuse(Exception reason)
    {
        _refusal ??= reason;
        Settle();
    }

    /// <summary>None of the rows still unsettled will be committed by this process.</summary>
    public void Abandon(Exception reason)
    {
        if (_done.TrySetException(reason))
            ObserveFailure();
    }

    private void Settle()
    {
        if (--_unsettled > 0)
            return;
        if (_refusal is null)
            _done.TrySetResult();
        else if (_done.TrySetException(_refusal))
            ObserveFailure();
    }

    // A caller content with "buffered" does not look at the task; its failure is in the log of this process and in prediction_rejects.
    private void ObserveFailure() => _ = _done.Task.Exception;
}
