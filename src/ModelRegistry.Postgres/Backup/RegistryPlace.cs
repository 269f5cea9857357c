using Microsoft.Extensions.Logging;
using ModelRegistry.Postgres.Embedded;

namespace ModelRegistry.Postgres.Backup;

/// <summary>Where a registry keeps its data.</summary>
public sealed record RegistryPlace
{
    /// <summary>Holds the artifacts, and the private PostgreSQL when there is one.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Connection string of the PostgreSQL to use instead of a private one.</summary>
    public string? Postgres { get; init; }

    /// <summary>Reaches the private PostgreSQL; null when there is another.</summary>
    internal async Task<PrivateDatabase?> OpenPrivateAsync(ILogger logger, CancellationToken cancellationToken) =>
        Postgres is null ? await PrivateDatabase.OpenAsync(DataDirectory, logger, cancellationToken) : null;
}
