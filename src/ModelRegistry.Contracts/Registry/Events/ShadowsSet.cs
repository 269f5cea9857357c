using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>The shadow versions were chosen.</summary>
[GenerateSerializer, Immutable, Alias("shadows-set")]
public sealed record ShadowsSet : ModelEvent
{
    [Id(0)]
    public ImmutableArray<int> Numbers { get; init; } = [];

    [Id(1)]
    public string Reason { get; init; } = "";

    public bool Equals(ShadowsSet? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
