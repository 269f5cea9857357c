using System.Collections.Immutable;
using ModelRegistry.Contracts;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>The cells of one as-of day as they stand in a snapshot, in the order of the reference's features.</summary>
[GenerateSerializer, Immutable, Alias("monitor-saved-day")]
internal sealed record SavedDay
{
    /// <summary>The fire drill's version whose day it is; 0 for a real day.</summary>
    [Id(0)]
    public int Drill { get; init; }

    [Id(1)]
    public DateOnly Day { get; init; }

    [Id(2)]
    public ImmutableArray<SavedCell> Cells { get; init; } = [];

    public bool Equals(SavedDay? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
