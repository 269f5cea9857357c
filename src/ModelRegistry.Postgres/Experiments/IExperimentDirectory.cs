namespace ModelRegistry.Postgres.Experiments;

/// <summary>From names and models to the ids of A/B tests.</summary>
public interface IExperimentDirectory
{
    /// <summary>The id of the test that has this name; null when none has. A name <c>id:UUID</c> is that id if it exists.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<Guid?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>The tests of a model that are running or paused: those who want to hear of its outcomes.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<Guid>> FindActiveAsync(Guid modelId, CancellationToken cancellationToken = default);

    /// <summary>The names of the tests with a version that are running or paused.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<string>> FindActiveAsync(Guid modelId, int version, CancellationToken cancellationToken = default);

    /// <summary>Tests by name after <paramref name="afterName"/> (null: from the first), at most <paramref name="limit"/>.</summary>
    /// <param name="modelId">Only those of this model; null: of all.</param>
    /// <param name="modelPrefix">Only those of models whose names begin so; empty: of all.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<ExperimentSummary>> ListAsync(Guid? modelId, string modelPrefix, string? afterName, int limit, CancellationToken cancellationToken = default);
}
