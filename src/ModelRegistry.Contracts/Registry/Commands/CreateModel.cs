using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Creates a model. The grain key is the new id.</summary>
[GenerateSerializer, Immutable, Alias("create-model")]
public sealed record CreateModel
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public LifecycleProfile Lifecycle { get; init; }

    [Id(2)]
    public string? Description { get; init; }

    [Id(3)]
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public bool Equals(CreateModel? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
