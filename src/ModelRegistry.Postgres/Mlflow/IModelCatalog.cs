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

    /// <summary>The version that an alias points at; null when there is no such model or alias.</summary>
    Task<RegisteredModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken = default);
}
