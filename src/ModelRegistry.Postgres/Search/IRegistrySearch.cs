using ModelRegistry.Core.Search;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Postgres.Search;

/// <summary>Finds models and versions by what they are. Deleted models are not found.</summary>
public interface IRegistrySearch
{
    /// <summary>Versions, without an order by model and number.</summary>
    /// <exception cref="FilterException">The filter or the order cannot be read.</exception>
    /// <exception cref="PageTokenException">The token is none, or of another search.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<SearchPage<FoundVersion>> FindVersionsAsync(SearchRequest request, CancellationToken cancellationToken = default);

    /// <summary>Models, without an order by name.</summary>
    /// <exception cref="FilterException">The filter or the order cannot be read.</exception>
    /// <exception cref="PageTokenException">The token is none, or of another search.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<SearchPage<ModelSummary>> FindModelsAsync(SearchRequest request, CancellationToken cancellationToken = default);
}
