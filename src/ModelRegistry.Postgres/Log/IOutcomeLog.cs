namespace ModelRegistry.Postgres.Log;

/// <summary>Actuals, and the outcomes they make with predictions.</summary>
public interface IOutcomeLog
{
    /// <summary>
    /// Stores actuals, durable when it answers, all or none. The first value under a name stays; the same batch may be sent again. An actual by
    /// prediction settles that prediction only, one by entity and as-of time every prediction about them; where several name one prediction, the
    /// first in the log settles it.
    /// </summary>
    /// <exception cref="InvalidLogRowException">An actual cannot be stored as it is; none of the batch was.</exception>
    /// <exception cref="StoreUnavailableException">
    /// The database cannot be reached; nothing was written, unless the message says that the connection broke during the commit.
    /// </exception>
    Task<ActualsReceipt> WriteActualsAsync(Guid modelId, IReadOnlyList<Actual> actuals, CancellationToken cancellationToken = default);

    /// <summary>Joins what is in both logs and not yet joined, by cursors that move in the same transaction. Answers with the last outcome's sequence.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; what was joined stays joined.</exception>
    Task<long> JoinAsync(Guid modelId, CancellationToken cancellationToken = default);

    /// <summary>Outcomes of one model after a sequence, at most <paramref name="limit"/>, in order.</summary>
    Task<IReadOnlyList<Outcome>> ReadAsync(Guid modelId, long afterSequence, int limit, CancellationToken cancellationToken = default);

    /// <summary>Outcomes of one version with an as-of time in [from, to), in as-of order.</summary>
    IAsyncEnumerable<Outcome> ReadByAsOfAsync(Guid modelId, int version, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default);

    /// <summary>Actuals stored, actuals that settled at least one prediction, and outcomes written.</summary>
    Task<OutcomeCounts> CountAsync(Guid modelId, CancellationToken cancellationToken = default);
}
