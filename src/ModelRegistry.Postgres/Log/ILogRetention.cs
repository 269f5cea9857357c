namespace ModelRegistry.Postgres.Log;

/// <summary>Drops old days of the logs, never one that a registered reader has yet to read.</summary>
public interface ILogRetention
{
    /// <summary>
    /// Registers a reader of one model's predictions, or moves it on; a position never moves back. From then on no partition is dropped that the
    /// reader has not passed. The joiner is registered by itself.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task PassAsync(string reader, Guid modelId, LogCursor cursor, CancellationToken cancellationToken = default);

    /// <summary>The same for a reader of one model's outcomes.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task PassOutcomesAsync(string reader, Guid modelId, long sequence, CancellationToken cancellationToken = default);

    /// <summary>A reader that will not read on, such as an A/B test that has ended: nothing is kept for it any more.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task ForgetAsync(string reader, Guid modelId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Drops the partitions of the days (UTC, of the prediction ids) before <paramref name="day"/>: of predictions where the joiner and every
    /// registered reader have passed all rows, of outcomes where the predictions are gone and every registered reader has passed. Removes the
    /// actuals that arrived before and that the joiner has passed, and with them what else is kept about rows that are gone. An actual whose
    /// prediction is gone settles nothing; its name is free again when it is removed itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is later than yesterday: rows of yesterday may still be written.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<RetentionReport> DropBeforeAsync(DateOnly day, CancellationToken cancellationToken = default);
}
