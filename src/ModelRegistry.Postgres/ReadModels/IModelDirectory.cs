namespace ModelRegistry.Postgres.ReadModels;

/// <summary>From names to ids, at the door.</summary>
public interface IModelDirectory
{
    /// <summary>The id of the model that has this name now; null when none has. A name <c>id:UUID</c> is that id if it exists.</summary>
    Task<Guid?> FindAsync(string name, CancellationToken cancellationToken = default);
}
