using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Changes what is said about a version. What is not given stays; what was measured or trained cannot be changed.</summary>
[GenerateSerializer, Immutable, Alias("edit-version")]
public sealed record EditVersion
{
    [Id(0)]
    public required int Number { get; init; }

    /// <summary>Empty removes it.</summary>
    [Id(1)]
    public string? Description { get; init; }

    [Id(2)]
    public ImmutableDictionary<string, string> SetTags { get; init; } = ImmutableDictionary<string, string>.Empty;

    [Id(3)]
    public ImmutableArray<string> RemoveTags { get; init; } = [];

    /// <summary>JSON text; empty removes it.</summary>
    [Id(4)]
    public string? DeploymentConfig { get; init; }

    /// <summary>Empty removes it.</summary>
    [Id(5)]
    public string? ServingEndpoint { get; init; }

    /// <summary>Empty removes it.</summary>
    [Id(6)]
    public string? ServingNotes { get; init; }

    public bool Equals(EditVersion? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
