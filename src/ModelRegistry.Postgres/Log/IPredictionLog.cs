using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Postgres.Log;

/// <summary>The append-only log of everything that was scored. One fenced writer per process, one flush at a time, binary COPY.</summary>
public interface IPredictionLog
{
    /// <summary>
    /// Takes rows into the buffer. The task it answers with completes when they are committed, or fails when they were refused or the
    /// writer was fenced: only then may a caller be told <c>durable</c>.
    /// </summary>
    /// <exception cref="LogFullException">The buffer is full and the policy is to reject.</exception>
    ValueTask<Task> WriteAsync(IReadOnlyList<PredictionRow> rows, CancellationToken cancellationToken = default);

    /// <summary>Rows of one model after a cursor, at most <paramref name="limit"/>.</summary>
    Task<PredictionPage> ReadAsync(Guid modelId, LogCursor after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Rows of one model with an as-of time in [from, to), in as-of, writer and row order; what is already committed.</summary>
    IAsyncEnumerable<LoggedPrediction> ReadByAsOfAsync(Guid modelId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default);

    /// <summary>Rows of one model per role: what the log holds now.</summary>
    Task<IReadOnlyDictionary<TrafficRole, long>> CountAsync(Guid modelId, CancellationToken cancellationToken = default);
}
