namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Removes artifacts that nothing refers to: no version, tree, monitor or file of a run.</summary>
public interface IArtifactCollector
{
    /// <summary>Removes those that were put last before the grace period, in small transactions, and what broken uploads have left.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; what was removed until then stays removed.</exception>
    Task<CollectionReport> CollectAsync(CancellationToken cancellationToken = default);

    /// <summary>Says what would go now. Files of a tree that would go are not among them until the tree has gone.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<CollectionReport> PreviewAsync(CancellationToken cancellationToken = default);
}
