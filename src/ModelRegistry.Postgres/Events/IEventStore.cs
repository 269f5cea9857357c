namespace ModelRegistry.Postgres.Events;

/// <summary>The event log. Events, read models and the command's id and result are written in one transaction.</summary>
public interface IEventStore
{
    /// <summary>Appends if the stream is at the expected version and the command is new.</summary>
    /// <exception cref="UnknownOutcomeException">The connection broke where it cannot be known whether the commit happened: read before trying again.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; nothing was written.</exception>
    Task<AppendResult> AppendAsync(AppendRequest request);

    /// <summary>The events of a stream after <paramref name="afterVersion"/>, oldest first.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    IAsyncEnumerable<StoredEvent> ReadAsync(StreamId stream, long afterVersion = 0, CancellationToken cancellationToken = default);

    /// <summary>The stored answer to a command of this stream; null when it was never carried out.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<StoredCommand?> FindCommandAsync(StreamId stream, Guid commandId, CancellationToken cancellationToken = default);
}
