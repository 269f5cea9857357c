using ModelRegistry.Core.Search;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Postgres.Mlflow;

/// <summary>
/// Models and versions as MLflow's clients see them. Deleted models are not there. Every call may throw <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IModelCatalog
{
    /// <summary>With its latest versions; null when there is none of that name.</summary>
    Task<RegisteredModel?> FindModelAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Null when there is no such model or version.</summary>
    Task<RegisteredModelVersion?> FindVersionAsync(string model, int number, CancellationToken cancellationToken = default);

    /// <summary>Whether a version of that number was deleted, so that the number is used up.</summary>
    Task<bool> WasDeletedAsync(string model, int number, CancellationToken cancellationToken = default);

    /// <summary>The version that an alias points at; null when there is no such model or alias.</summary>
    Task<RegisteredModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken = default);

    /// <summary>With their latest versions, without an order by name.</summary>
    /// <exception cref="FilterException">The filter or the order cannot be read.</exception>
    /// <exception cref="PageTokenException">The token is none, or of another search.</exception>
    Task<SearchPage<RegisteredModel>> SearchModelsAsync(CatalogSearch search, CancellationToken cancellationToken = default);

    /// <summary>Without an order those first that were changed last; among equals by name, and the highest number first.</summary>
    /// <exception cref="FilterException">The filter or the order cannot be read.</exception>
    /// <exception cref="PageTokenException">The token is none, or of another search.</exception>
    Task<SearchPage<RegisteredModelVersion>> SearchVersionsAsync(CatalogSearch search, CancellationToken cancellationToken = default);
}
