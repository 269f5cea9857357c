using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Mlflow;

/// <summary>A model as MLflow's clients see it.</summary>
public sealed record RegisteredModel
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Of the model or of any of its versions.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public required ImmutableDictionary<string, string> Tags { get; init; }

    /// <summary>Each with the number of its version.</summary>
    public required ImmutableDictionary<string, int> Aliases { get; init; }

    /// <summary>The highest version of each of MLflow's stages that is in use, by number.</summary>
    public ImmutableArray<RegisteredModelVersion> LatestVersions { get; init; } = [];
}
