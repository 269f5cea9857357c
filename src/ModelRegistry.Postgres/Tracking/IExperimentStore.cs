using ModelRegistry.Core.Search;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Keeps MLflow's experiments. Every call may throw <see cref="StoreUnavailableException"/>: then nothing is known of its effect, and it may be repeated.</summary>
public interface IExperimentStore
{
    /// <summary>Makes an experiment; its id.</summary>
    /// <exception cref="TrackingException">The name is taken, also by a deleted one.</exception>
    Task<long> CreateAsync(NewExperiment experiment, CancellationToken cancellationToken = default);

    /// <summary>Also a deleted one.</summary>
    /// <exception cref="TrackingException">There is none.</exception>
    Task<TrackedExperiment> GetAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Also a deleted one; null when there is none.</summary>
    Task<TrackedExperiment?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <exception cref="TrackingException">There is none, it is deleted, or the name is taken or cannot be one.</exception>
    Task RenameAsync(long id, string name, CancellationToken cancellationToken = default);

    /// <summary>Marks it and its runs as deleted.</summary>
    /// <exception cref="TrackingException">There is none that is not deleted.</exception>
    Task DeleteAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Takes the mark from it and from all its runs.</summary>
    /// <exception cref="TrackingException">There is none that is deleted.</exception>
    Task RestoreAsync(long id, CancellationToken cancellationToken = default);

    /// <exception cref="TrackingException">There is none, it is deleted, or the tag cannot be one.</exception>
    Task SetTagAsync(long id, KeyedText tag, CancellationToken cancellationToken = default);

    /// <summary>Without an order the newest first.</summary>
    /// <exception cref="FilterException">The filter or the order cannot be read.</exception>
    /// <exception cref="PageTokenException">The token is none, or of another search.</exception>
    Task<SearchPage<TrackedExperiment>> SearchAsync(TrackingSearch search, CancellationToken cancellationToken = default);
}
