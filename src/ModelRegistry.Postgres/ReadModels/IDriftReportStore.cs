using ModelRegistry.Contracts.Monitoring;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>The stored drift reports.</summary>
public interface IDriftReportStore
{
    /// <summary>Stores a report; the same id again replaces its action and reason only.</summary>
    Task SaveAsync(DriftReport report, CancellationToken cancellationToken = default);

    Task<DriftReport?> FindAsync(Guid modelId, Guid reportId, CancellationToken cancellationToken = default);

    /// <summary>The latest first, by as-of day and time of the scan.</summary>
    Task<IReadOnlyList<DriftReport>> ListAsync(Guid modelId, DateTimeOffset? from, DateTimeOffset? to, DriftSeverity? atLeast, int limit, CancellationToken cancellationToken = default);
}
