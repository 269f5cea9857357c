using System.Collections.Immutable;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Keeps runs. Every call may throw <see cref="StoreUnavailableException"/>: then nothing is known of its effect, and it may be repeated.</summary>
public interface IRunStore
{
    /// <exception cref="TrackingException">The experiment does not exist or is deleted.</exception>
    Task<TrackedRun> CreateAsync(NewRun run, CancellationToken cancellationToken = default);

    /// <summary>Also a deleted one.</summary>
    /// <exception cref="TrackingException">There is none.</exception>
    Task<TrackedRun> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Changes what is not null.</summary>
    /// <exception cref="TrackingException">There is none, or it is deleted.</exception>
    Task<RunInfo> UpdateAsync(Guid id, RunStatus? status, long? endTime, string? name, CancellationToken cancellationToken = default);

    /// <exception cref="TrackingException">There is none.</exception>
    Task SetDeletedAsync(Guid id, bool deleted, CancellationToken cancellationToken = default);

    /// <summary>The models that were logged in a run, by their paths; none where there is no such run.</summary>
    Task<ImmutableArray<LoggedSignature>> ListModelsAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Values of a metric by step, timestamp and value; none when run or metric are not known.</summary>
    /// <exception cref="PageTokenException">The token is none, or of another history.</exception>
    Task<SearchPage<LoggedMetric>> HistoryAsync(Guid id, string key, int pageSize, string? pageToken, CancellationToken cancellationToken = default);

    /// <summary>Without an order the newest first.</summary>
    /// <exception cref="FilterException">The filter or the order cannot be read.</exception>
    /// <exception cref="PageTokenException">The token is none, or of another search.</exception>
    Task<SearchPage<TrackedRun>> SearchAsync(TrackingSearch search, CancellationToken cancellationToken = default);
}
