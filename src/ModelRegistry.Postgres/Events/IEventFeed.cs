namespace ModelRegistry.Postgres.Events;

/// <summary>The events of all streams in the order in which their transactions began, for consumers with a cursor of their own.</summary>
public interface IEventFeed
{
    /// <summary>
    /// The next events after a cursor, at most <paramref name="limit"/>. An event whose transaction began while an older one still
    /// ran is held back until that one has ended, so nothing can appear behind a cursor.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<EventPage> ReadAsync(EventCursor after, int limit, CancellationToken cancellationToken = default);
}
