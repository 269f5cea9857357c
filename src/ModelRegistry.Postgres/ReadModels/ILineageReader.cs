using ModelRegistry.Core.Registry.Lineage;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Follows versions to what they were made from and to what was made from them.</summary>
public interface ILineageReader
{
    /// <summary>Null when the version is not registered. At most 1,000 either way; deleted models' versions are among them.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<LineageGraph?> ReadAsync(Guid modelId, int number, CancellationToken cancellationToken = default);
}
