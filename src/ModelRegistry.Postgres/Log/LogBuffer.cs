namespace ModelRegistry.Postgres.Log;

/// <summary>
/// The rows between callers and the writer, bounded by their number. Room is given back when rows are settled, not when they are taken, so
/// that a slow database is felt by callers instead of by memory.
/// </summary>
internal sealed class LogBuffer(int capacity, FullBufferPolicy whenFull, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<PendingWrite> _queue = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private int _queued;
    private int _awaited;
    private int _held;
    private Exception? _closed;
    private int _wanted;
    private TaskCompletionSource<bool>? _arrival;

    /// <summary>Why nothing is taken any more; null while it is.</summary>
    public Exception? Closed
    {
        get
        {
            lock (_lock)
                return _closed;
        }
    }

    /// <summary>Takes a call's rows, or waits for room, by policy.</summary>
    public ValueTask AddAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_closed is not null)
                return ValueTask.FromException(_closed);
            if (write.Rows.Length > capacity)
                return ValueTask.FromException(new ArgumentException(
                    $"{write.Rows.Length} predictions in one call; the log's buffer holds {capacity}: send them in parts", nameof(write)));
            if (_waiters.Count == 0 && _held + write.Rows.Length <= capacity)
            {
                Enqueue(write);
                return ValueTask.CompletedTask;
            }
            if (whenFull != FullBufferPolicy.Wait)
                return ValueTask.FromException(new LogFullException(capacity, mayServe: whenFull == FullBufferPolicy.Serve));
            var waiter = new Waiter(write);
            var node = _waiters.AddLast(waiter);
            return new ValueTask(WaitForRoomAsync(node, cancellationToken));
        }
    }

    /// <summary>
    /// Waits until at least so many rows are queued or somebody waits for one of them (true), or the time is over (false). Closing ends the wait.
    /// For one reader.
    /// </summary>
    public async Task<bool> WaitAsync(int rows, TimeSpan atMost)
    {
        TaskCompletionSource<bool> arrival;
        lock (_lock)
        {
            if (_queued >= rows || _awaited > 0 || _closed is not null)
                return true;
            _wanted = rows;
            _arrival = arrival = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        using var timer = time.CreateTimer(_ => arrival.TrySetResult(false), state: null, atMost, Timeout.InfiniteTimeSpan);
        return await arrival.Task;
    }

    /// <summary>Takes whole calls, oldest first, until the rows are enough.</summary>
    public List<PendingRow> Take(int rows)
    {
        var taken = new List<PendingRow>();
        lock (_lock)
        {
            while (taken.Count < rows && _queue.TryDequeue(out var write))
            {
                _queued -= write.Rows.Length;
                _awaited -= write.IsAwaited ? 1 : 0;
                taken.AddRange(write.Rows.Select(row => new PendingRow(write, row)));
            }
        }
        return taken;
    }

    /// <summary>Gives back the room of settled rows and lets waiting callers in.</summary>
    public void Release(int rows)
    {
        lock (_lock)
        {
            _held -= rows;
            while (_closed is null && _waiters.First is { Value: var waiter } first && _held + waiter.Write.Rows.Length <= capacity)
            {
                _waiters.RemoveFirst();
                if (waiter.Admitted.TrySetResult())
                    Enqueue(waiter.Write);
            }
        }
    }

    /// <summary>Takes nothing any more and turns waiting callers away; what is queued stays for <see cref="Take"/>.</summary>
    public void Close(Exception reason)
    {
        lock (_lock)
        {
            _closed ??= reason;
            foreach (var waiter in _waiters)
                waiter.Admitted.TrySetException(_closed);
            _waiters.Clear();
            _arrival?.TrySetResult(true);
        }
    }

    private void Enqueue(PendingWrite write)
    {
        _queue.Enqueue(write);
        _queued += write.Rows.Length;
        _held += write.Rows.Length;
        _awaited += write.IsAwaited ? 1 : 0;
        if (_queued >= _wanted || write.IsAwaited)
            _arrival?.TrySetResult(true);
    }

    private async Task WaitForRoomAsync(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(() => Withdraw(node, cancellationToken));
        await node.Value.Admitted.Task;
    }

    private void Withdraw(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (node.Value.Admitted.TrySetCanceled(cancellationToken) && node.List is not null)
                _waiters.Remove(node);
        }
        Release(0);
    }

    private sealed record Waiter(PendingWrite Write)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
