using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>The way to Staging and Production was closed.</summary>
[GenerateSerializer, Immutable, Alias("promotions-frozen")]
public sealed record PromotionsFrozen : ModelEvent
{
    [Id(0)]
    public required string Reason { get; init; }

    [Id(1)]
    public required Guid ReportId { get; init; }

    [Id(2)]
    public ImmutableArray<string> Features { get; init; } = [];

    [Id(3)]
    public required DateTimeOffset AsOf { get; init; }

    public bool Equals(PromotionsFrozen? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
