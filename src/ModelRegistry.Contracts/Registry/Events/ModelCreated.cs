using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>A model was created.</summary>
[GenerateSerializer, Immutable, Alias("model-created")]
public sealed record ModelCreated : ModelEvent
{
    [Id(0)]
    public required Guid ModelId { get; init; }

    [Id(1)]
    public required string Name { get; init; }

    [Id(2)]
    public required LifecycleProfile Lifecycle { get; init; }

    [Id(3)]
    public string? Description { get; init; }

    [Id(4)]
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public bool Equals(ModelCreated? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
