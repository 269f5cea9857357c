using ModelRegistry.Core.Serving;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>What hosts poll to know how to route.</summary>
public interface IRoutingReader
{
    /// <summary>
    /// The routing revision of each of these models, as committed now; a model that does not exist or was deleted is left out.
    /// A host compares each with the revision of its own snapshot and reads again what differs. Compared per model, a change that
    /// commits late cannot be missed; a single number over all models could miss it.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyDictionary<Guid, long>> ReadRevisionsAsync(IReadOnlyCollection<Guid> modelIds, CancellationToken cancellationToken = default);

    /// <summary>The whole routing of one model: production, running experiment, shadows; null when it does not exist.</summary>
    Task<RoutingSnapshot?> ReadAsync(Guid modelId, CancellationToken cancellationToken = default);

    /// <summary>What is needed to score one version, whatever its stage; null when it does not exist.</summary>
    Task<RoutedVersion?> ReadVersionAsync(Guid modelId, int number, CancellationToken cancellationToken = default);
}
