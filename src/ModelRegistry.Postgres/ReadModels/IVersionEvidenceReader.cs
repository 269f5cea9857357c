using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Reads the evidence for the gates of a promotion.</summary>
public interface IVersionEvidenceReader
{
    /// <summary>Null when the version is not registered.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="number">The version that is to pass.</param>
    /// <param name="production">The version in production.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<GateEvidence?> ReadAsync(Guid modelId, int number, int? production, CancellationToken cancellationToken = default);
}
