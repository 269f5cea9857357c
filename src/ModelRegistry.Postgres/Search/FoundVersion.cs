using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Postgres.Search;

/// <summary>A version that was found, and whose it is.</summary>
public sealed record FoundVersion
{
    public required Guid ModelId { get; init; }

    public required string Model { get; init; }

    public required VersionDetails Version { get; init; }
}
