namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Who did what, when and why: the event log, for people.</summary>
public interface IAuditLog
{
    /// <summary>The latest first. For consumers that must miss nothing there is <see cref="Events.IEventFeed"/>.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Every event, in the order in which the transactions began; what is appended meanwhile may be among them.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    IAsyncEnumerable<AuditEntry> ExportAsync(CancellationToken cancellationToken = default);
}
