namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Lists of models and versions, from the tables.</summary>
public interface IModelQueries
{
    /// <summary>Models by name (ordinal order), after <paramref name="afterName"/> (null: from the first), at most <paramref name="limit"/>.</summary>
    /// <param name="prefix">Only names that begin with it; null: all.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<ModelSummary>> ListAsync(string? prefix, string? afterName, int limit, CancellationToken cancellationToken = default);

    /// <summary>One model; null when it does not exist or was deleted.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<ModelSummary?> FindAsync(Guid modelId, CancellationToken cancellationToken = default);

    /// <summary>The versions of a model by number, after <paramref name="afterNumber"/> (0: from the first), at most <paramref name="limit"/>.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<VersionDetails>> ListVersionsAsync(Guid modelId, int afterNumber, int limit, CancellationToken cancellationToken = default);

    /// <summary>One version; null when it is not registered.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<VersionDetails?> FindVersionAsync(Guid modelId, int number, CancellationToken cancellationToken = default);
}
