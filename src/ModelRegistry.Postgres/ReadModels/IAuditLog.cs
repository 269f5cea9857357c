namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Who did what, when and why: the event log, for people.</summary>
public interface IAuditLog
{
    /// <summary>The latest first. For consumers that must miss nothing there is <see cref="Events.IEventFeed"/>.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken cancellationToken = default);
}
