using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Chooses the versions that score every served unit without being answered.</summary>
[GenerateSerializer, Immutable, Alias("set-shadows")]
public sealed record SetShadows
{
    [Id(0)]
    public ImmutableArray<int> Numbers { get; init; } = [];

    [Id(1)]
    public string Reason { get; init; } = "";

    public bool Equals(SetShadows? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
