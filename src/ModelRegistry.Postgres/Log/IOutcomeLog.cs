namespace ModelRegistry.Postgres.Log;

/// <summary>Actuals, and the outcomes they make with predictions.</summary>
public interface IOutcomeLog
{
    /// <summary>Stores actuals, durable when it answers. The first value stays.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; nothing was written.</exception>
    Task<ActualsReceipt> WriteActualsAsync(Guid modelId, IReadOnlyList<Actual> actuals, CancellationToken cancellationToken = default);

    /// <summary>Joins what is in both logs and not yet joined, by cursors that move in the same transaction. Answers with the last outcome's sequence.</summary>
    Task<long> JoinAsync(Guid modelId, CancellationToken cancellationToken = default);

    /// <summary>Outcomes of one model after a sequence, at most <paramref name="limit"/>, in order.</summary>
    Task<IReadOnlyList<Outcome>> ReadAsync(Guid modelId, long afterSequence, int limit, CancellationToken cancellationToken = default);

    /// <summary>Outcomes of one version with an as-of time in [from, to), in as-of order.</summary>
    IAsyncEnumerable<Outcome> ReadByAsOfAsync(Guid modelId, int version, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default);

    /// <summary>Actuals stored, actuals that settled at least one prediction, and outcomes written.</summary>
    Task<OutcomeCounts> CountAsync(Guid modelId, CancellationToken cancellationToken = default);
}
