namespace ModelRegistry.Postgres.ReadModels;

/// <summary>From names to ids.</summary>
public interface IModelDirectory
{
    internal const string IdPrefix = "id:";

    /// <summary>Whether it may be an id, which no renaming changes.</summary>
    /// <param name="name">As it stands in an address.</param>
    static bool IsId(string name) => name.StartsWith(IdPrefix, StringComparison.Ordinal);

    /// <summary>The id behind a name or <c>id:UUID</c>; null when there is none.</summary>
    /// <param name="name">As it stands in an address.</param>
    /// <param name="evenDeleted">By its id also a model that was deleted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<Guid?> FindAsync(string name, bool evenDeleted = false, CancellationToken cancellationToken = default);

    /// <summary>The model that had the name when it carried out the command; null when none did.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<Guid?> FindFormerAsync(string name, Guid commandId, CancellationToken cancellationToken = default);
}
