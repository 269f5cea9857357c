using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Postgres.Mlflow;

/// <summary>A version as MLflow's clients see it.</summary>
public sealed record RegisteredModelVersion
{
    public required Guid ModelId { get; init; }

    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    public required int Number { get; init; }

    public required Stage Stage { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who registered it.</summary>
    public required string CreatedBy { get; init; }

    public string? Description { get; init; }

    public Guid? RunId { get; init; }

    public string? RunLink { get; init; }

    /// <summary>Where the caller said that its files come from; of versions of the native API the artifact, <c>mlflow-artifacts:/sha256/DIGEST</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Where its files are: those that were frozen, or the source; of a copy of another version, that one's.</summary>
    public required string Location { get; init; }

    public required ImmutableDictionary<string, string> Tags { get; init; }

    /// <summary>Those that point at it, in order.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];
}
