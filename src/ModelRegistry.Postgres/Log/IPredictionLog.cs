using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Postgres.Log;

/// <summary>The append-only log of everything that was scored. One fenced writer per process, one flush at a time, binary COPY.</summary>
public interface IPredictionLog
{
    /// <summary>
    /// Raised after each flush of this process, for nudging readers. A nudge may be lost: readers read the log from their own cursors.
    /// Handlers run on the writer's own loop, so they must be quick; what they throw is logged and goes no further.
    /// </summary>
    event EventHandler<LogFlushedEventArgs>? Flushed;

    /// <summary>Why this process logs nothing any more, such as that another has fenced it; null while it does. Only a new start helps.</summary>
    Exception? Failure { get; }

    /// <summary>
    /// Takes rows into the buffer, all or none. The task it answers with completes when they are committed, or fails when a row was refused
    /// by the database (the others of the call are in the log then) or the writer was fenced: only then may a caller be told <c>durable</c>.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="durable">
    /// Whether somebody waits for the commit. Then the rows are flushed as soon as the writer is free, with all that came meanwhile; otherwise
    /// they may wait for company.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for room; what was taken is written all the same.</param>
    /// <exception cref="InvalidLogRowException">A row cannot be logged as it is; none of the call was taken.</exception>
    /// <exception cref="LogFullException">The buffer is full and the policy is not to wait.</exception>
    /// <exception cref="LogFencedException">Another process has closed this writer; it takes nothing any more.</exception>
    /// <exception cref="StoreUnavailableException">The log is not started, or is stopping.</exception>
    ValueTask<Task> WriteAsync(IReadOnlyList<PredictionRow> rows, bool durable = false, CancellationToken cancellationToken = default);

    /// <summary>Rows of one model after a cursor, at most <paramref name="limit"/>.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<PredictionPage> ReadAsync(Guid modelId, LogCursor after, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Rows of one model with an as-of time in [from, to), in as-of, writer and row order; what is already committed. Of one entity, or of all.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    IAsyncEnumerable<LoggedPrediction> ReadByAsOfAsync(Guid modelId, DateTimeOffset from, DateTimeOffset to, string? entity = null, CancellationToken cancellationToken = default);

    /// <summary>Rows of one model per role: what the log holds now; a role without rows is left out.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyDictionary<TrafficRole, long>> CountAsync(Guid modelId, CancellationToken cancellationToken = default);
}
