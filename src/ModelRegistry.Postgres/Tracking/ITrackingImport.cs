using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Adds what another tracking server has, each thing whole or not at all; what is here already is not touched.</summary>
public interface ITrackingImport
{
    /// <summary>Null when an experiment of that name is here.</summary>
    Task<long?> AddAsync(ImportedExperiment experiment, CancellationToken cancellationToken = default);

    /// <summary>Adds a run with its metrics in one transaction.</summary>
    /// <param name="run">Its experiment is here; it may be a deleted one.</param>
    /// <param name="history">Every value of every metric.</param>
    /// <param name="cancellationToken">Ends it; then nothing was added.</param>
    /// <returns>False when a run of that id is here.</returns>
    Task<bool> AddAsync(ImportedRun run, IAsyncEnumerable<RunBatch> history, CancellationToken cancellationToken = default);
}
