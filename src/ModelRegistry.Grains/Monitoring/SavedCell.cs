using System.Collections.Immutable;
using ModelRegistry.Contracts;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>A day cell as it stands in a snapshot.</summary>
[GenerateSerializer, Immutable, Alias("monitor-saved-cell")]
internal sealed record SavedCell
{
    [Id(0)]
    public ImmutableArray<int> Counts { get; init; } = [];

    [Id(1)]
    public int Missing { get; init; }

    [Id(2)]
    public double Mean { get; init; }

    [Id(3)]
    public double M2 { get; init; }

    public bool Equals(SavedCell? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
