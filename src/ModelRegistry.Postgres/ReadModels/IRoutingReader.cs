using ModelRegistry.Core.Serving;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>What hosts poll to know how to route.</summary>
public interface IRoutingReader
{
    /// <summary>The routing revision of every model that changed after <paramref name="revision"/> (a global, ever growing number).</summary>
    Task<IReadOnlyList<Guid>> ChangedSinceAsync(long revision, CancellationToken cancellationToken = default);

    /// <summary>The whole routing of one model: production, running experiment, shadows; null when it does not exist.</summary>
    Task<RoutingSnapshot?> ReadAsync(Guid modelId, CancellationToken cancellationToken = default);

    /// <summary>What is needed to score one version, whatever its stage; null when it does not exist.</summary>
    Task<RoutedVersion?> ReadVersionAsync(Guid modelId, int number, CancellationToken cancellationToken = default);
}
