namespace Orleans.InProcess;

/// <summary>
/// Runs the turns of one activation, one at a time, on the thread pool. Whatever is awaited within a turn resumes here,
/// because an await returns to the task scheduler it started on.
/// </summary>
internal sealed class TurnScheduler(Activation activation) : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>Items run before the thread goes back to the pool, so that a busy grain does not starve the others.</summary>
    private const int ItemsPerTurn = 64;

    private static readonly Action<object?> DrainAction = static scheduler => ((TurnScheduler)scheduler!).Drain();

    private readonly Lock _gate = new();
    private readonly Queue<object> _items = new(2);
    private bool _scheduled;
    private Task? _turn;

    public Activation Activation { get; } = activation;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>The scheduler of the turn that is running on this thread.</summary>
    public static TurnScheduler? OfThisTurn => Current as TurnScheduler;

    public void Enqueue(TurnItem item) => Add(item);

    void IThreadPoolWorkItem.Execute()
    {
        // The items run inside a task of this scheduler: that is what makes TaskScheduler.Current this one within them.
        var turn = new Task(DrainAction, this, CancellationToken.None, TaskCreationOptions.DenyChildAttach);
        _turn = turn;
        turn.Start(this);
        TryExecuteTask(turn);
    }

    protected override void QueueTask(Task task)
    {
        if (!ReferenceEquals(task, _turn))
        {
            Add(task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
        => !taskWasPreviouslyQueued && ReferenceEquals(Current, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _items.OfType<Task>()];
        }
    }

    private void Add(object item)
    {
        lock (_gate)
        {
            _items.Enqueue(item);
            if (_scheduled)
            {
                return;
            }

            _scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    private void Drain()
    {
        // Started, so it needs no recognising any more; an idle grain keeps no task.
        _turn = null;
        var clean = ExecutionContext.Capture();
        for (var i = 0; i < ItemsPerTurn; i++)
        {
            if (!TryTake(out var item))
            {
                return;
            }

            if (item is TurnItem turnItem)
            {
                turnItem.Run(Activation);
                if (clean is not null)
                {
                    // A method that is not async leaves its AsyncLocals behind: they must not reach the next call.
                    ExecutionContext.Restore(clean);
                }
            }
            else
            {
                TryExecuteTask((Task)item);
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out object? item)
    {
        lock (_gate)
        {
            if (_items.TryDequeue(out item))
            {
                return true;
            }

            _scheduled = false;
            return false;
        }
    }
}
