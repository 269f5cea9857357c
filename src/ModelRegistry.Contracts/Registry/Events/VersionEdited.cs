using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>What is said about a version was changed; null and empty is what stayed, an empty text is one that was removed.</summary>
[GenerateSerializer, Immutable, Alias("version-edited")]
public sealed record VersionEdited : ModelEvent
{
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public string? Description { get; init; }

    [Id(2)]
    public ImmutableDictionary<string, string> SetTags { get; init; } = ImmutableDictionary<string, string>.Empty;

    [Id(3)]
    public ImmutableArray<string> RemovedTags { get; init; } = [];

    [Id(4)]
    public string? DeploymentConfig { get; init; }

    [Id(5)]
    public string? ServingEndpoint { get; init; }

    [Id(6)]
    public string? ServingNotes { get; init; }

    public bool Equals(VersionEdited? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
